import { defineConfig } from 'allure';

const failed = { statuses: /** @type {const} */ (['failed', 'broken']) };

export default defineConfig({
  name: 'Deployed API tests',
  output: 'reports/allure',
  // Failures by cause; the first that matches wins.
  categories: [
    { name: 'Clean-up', matchers: { ...failed, message: /Clean-up left|left \d+ rows or objects behind/ } },
    { name: 'No answer', matchers: { ...failed, message: /TransportError|got no answer/ } },
    { name: 'Timeouts', matchers: { ...failed, message: /timeout of \d+ms exceeded/i } },
    { name: 'Contract violations', matchers: { ...failed, message: /breaks its schema|answered \d+, expected/ } },
  ],
  plugins: {
    awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature', 'story'] } },
  },
});
