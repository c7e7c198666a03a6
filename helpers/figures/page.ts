import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Totals } from '../reporting/totals.ts';
import { coverageChart, latencyChart, trendChart, waitingChart } from './charts.ts';
import { countStatuses } from './coverage.ts';
import type { Figures } from './figures.ts';
import type { Alert, Samples } from './latency.ts';
import { waitingShare, type Point } from './trend.ts';

export interface PageContent {
  readonly totals: Totals;
  readonly figures: Figures;
  readonly baseline: Samples | undefined;
  readonly alerts: readonly Alert[];
  /** Differences between deployment and contract, by system. */
  readonly drift: Readonly<Record<string, readonly string[]>>;
  readonly trend: readonly Point[];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table>`;
};

const pages: readonly (readonly [string, string])[] = [
  ['allure/index.html', 'Allure report'],
  ['html/index.html', 'Playwright report'],
  ['plan-coverage.md', 'Coverage of the plan'],
  ['api-coverage.md', 'Coverage of the API'],
  ['figures.json', 'Figures as JSON'],
  ['history/trend.jsonl', 'Trend as JSON lines'],
  ['detection/detection.md', 'Detection'],
];

const style = `body{font:15px/1.4 sans-serif;max-width:960px;margin:2em auto;padding:0 1em}table{border-collapse:collapse}
td,th{text-align:left;padding:.2em .8em .2em 0;border-bottom:1px solid #ddd}.ok{color:#2e7d32}.bad{color:#c62828}svg{max-width:100%}`;

/** The page that links all that a run wrote and shows its figures; `directory` is where it will stand. */
export function page({ totals, figures, baseline, alerts, drift, trend }: PageContent, directory: string): string {
  const { ok, environment, systems, passed, failed, flaky, skipped, runs } = totals;
  const links = pages
    .filter(([file]) => existsSync(path.join(directory, file)))
    .map(([file, name]) => `<li><a href="${file}">${name}</a></li>`);
  const drifted = Object.entries(drift).flatMap(([system, lines]) => lines.map((line) => `${system}: ${line}`));
  const { declared, seen } = countStatuses(figures.coverage);
  const share = `${String(Math.round(waitingShare(figures.waiting) * 100))} %`;
  const alertRows = alerts.map(({ operation, before, now, slower }) => [
    ...[operation, `${String(before)} ms`, `${String(now)} ms`, `${String(Math.round(slower * 100 - 100))} %`],
  ]);
  const dear = figures.dearest.map(({ test, ms, waitedMs, modelCalls }) => [
    ...[test, `${(ms / 1000).toFixed(1)} s`, `${(waitedMs / 1000).toFixed(1)} s`, modelCalls],
  ]);
  const compared =
    baseline === undefined ? 'There is no baseline: <code>npm run figures -- --renew-baseline</code>.' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Run ${escaped(runs.join(', '))}</title>
<style>${style}</style></head><body>
<h1 class="${ok ? 'ok' : 'bad'}">${ok ? 'Passed' : 'Failed'}: ${escaped(systems.join(', '))} on ${escaped(environment)}</h1>
<p>${[`${String(passed)} passed`, `${String(failed)} failed`, `${String(flaky)} flaky`, `${String(skipped)} skipped`].join(', ')}. Run ${escaped(runs.join(', '))}.</p>
<ul>${links.join('')}</ul>
<h2>Trend</h2>${trendChart(trend)}
<h2>Latency</h2><p>${compared}${baseline !== undefined && alerts.length === 0 ? 'No operation is slower than the baseline.' : ''}</p>
${alerts.length > 0 ? table(['slower than the baseline', 'before', 'now', 'beyond the whole run'], alertRows) : ''}
${latencyChart(figures, baseline)}
<h2>Coverage of the API</h2><p>${String(seen)} of ${String(declared)} declared statuses were seen.</p>${coverageChart(figures)}
<h2>Drift</h2><p>${String(drifted.length)} differences between the deployed descriptions and the contract.</p>
<ul>${drifted.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>
<h2>Waiting</h2><p>${share} of the tests’ time a call was under way. The main process had ${String(figures.memoryMegabytes)} MB.</p>${waitingChart(figures)}
<h2>The ten dearest tests</h2>${table(['test', 'time', 'waiting', 'model calls'], dear)}
</body></html>
`;
}
