import { defineConfig } from 'allure';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentBroken, outOfTime } from './helpers/reporting/causes.mjs';

const reports = process.env['TEST_REPORTS'] || 'reports';
const history = path.join(reports, 'history');

/** @param {string} file */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const statuses = /** @type {('failed' | 'broken')[]} */ (['failed', 'broken']);
/** @param {RegExp} message */
const saying = (message) => ({ statuses, message });

export default defineConfig({
  name: 'Deployed API tests',
  output: path.join(reports, 'allure'),
  historyPath: path.join(history, 'allure.jsonl'),
  historyLimit: 30,
  // A report that is generated once more is no other run.
  appendHistory: read(path.join(history, 'last-run.json')) !== read(path.join(reports, 'run.json')),
  // Failures by cause; the first that matches wins.
  categories: [
    { name: 'Known issue', matchers: { labels: { 'known-issue': /./ } } },
    {
      name: 'Clean-up failure',
      matchers: saying(/Clean-up left|left \d+ rows or objects behind|may have left something behind/),
    },
    { name: 'Time-out', matchers: saying(outOfTime) },
    // Not the backend's fault as far as can be seen: something on the way to it, or a store, does not answer.
    {
      name: 'Environment broken',
      matchers: saying(environmentBroken),
    },
    { name: 'Contract violation', matchers: saying(/ContractError|UnexpectedStatus|breaks its schema|answered \d+/) },
    { name: 'Load limit', matchers: { statuses, labels: { tag: /^performance$/ } } },
    { name: 'Wrong effect', matchers: { statuses } },
  ],
  plugins: {
    awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature', 'story'] } },
  },
});
