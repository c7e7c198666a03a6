import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Totals } from '../reporting/totals.ts';
import { readBaseline } from './baseline.ts';
import type { Figures } from './figures.ts';
import { alertsOf, type Alert } from './latency.ts';
import { page } from './page.ts';
import { addToTrend } from './trend.ts';

/** The figures of the last run in a folder of reports. Throws one line when there are none. */
export function readFigures(reports: string): Figures {
  const file = path.join(reports, 'figures.json');
  if (!existsSync(file)) throw new Error(`${file} is not there: run "npx playwright test" first`);
  return JSON.parse(readFileSync(file, 'utf8')) as Figures;
}

/** Differences between deployment and contract that the end of the last run found, by system. */
export function driftIn(reports: string): Readonly<Record<string, readonly string[]>> {
  const file = path.join(reports, 'drift.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>) : {};
}

/** Compares the last run with its environment’s baseline, adds it to the trend and writes `index.html`. Returns the alerts. */
export function writePage(reports: string): readonly Alert[] {
  const figures = readFigures(reports);
  const totals = JSON.parse(readFileSync(path.join(reports, 'run.json'), 'utf8')) as Totals;
  const baseline = readBaseline(figures.environment);
  const alerts = baseline === undefined ? [] : alertsOf(baseline, figures.samples);
  const drift = driftIn(reports);
  const trend = addToTrend(path.join(reports, 'history'), totals, figures, alerts.length);
  writeFileSync(path.join(reports, 'index.html'), page({ totals, figures, baseline, alerts, drift, trend }, reports));
  return alerts;
}
