import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Totals } from '../reporting/totals.ts';
import { countStatuses } from './coverage.ts';
import type { Figures } from './figures.ts';

/** One line of `reports/history/trend.jsonl`. */
export interface Point extends Pick<Totals, 'startedAt' | 'durationMs' | 'passed' | 'failed' | 'flaky' | 'skipped'> {
  readonly environment: string;
  readonly runs: readonly string[];
  readonly statusesSeen: number;
  readonly waitingShare: number;
  readonly alerts: number;
  /** Median by operation and status, milliseconds. */
  readonly medians: Readonly<Record<string, number>>;
}

/** Part of the tests’ time during which a call was under way. */
export function waitingShare(waiting: Figures['waiting']): number {
  const sums = Object.values(waiting);
  const tests = sums.reduce((sum, { testsMs }) => sum + testsMs, 0);
  return tests === 0 ? 0 : sums.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / tests;
}

const pointOf = (totals: Totals, figures: Figures, alerts: number): Point => {
  const { environment, runs, startedAt, durationMs, passed, failed, flaky, skipped } = totals;
  return {
    ...{ environment, runs, startedAt, durationMs, passed, failed, flaky, skipped, alerts },
    statusesSeen: countStatuses(figures.coverage).seen,
    waitingShare: Math.round(waitingShare(figures.waiting) * 1000) / 1000,
    medians: Object.fromEntries(Object.entries(figures.latency).map(([key, { p50 }]) => [key, p50])),
  };
};

/** Adds a run to the trend of the environment, once, and returns its points, the oldest first. */
export function addToTrend(directory: string, totals: Totals, figures: Figures, alerts: number): Point[] {
  const file = path.join(directory, 'trend.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const earlier = lines
    .map((line) => JSON.parse(line) as Point)
    .filter(({ runs }) => runs.join() !== totals.runs.join());
  const points = [...earlier, pointOf(totals, figures, alerts)].slice(-200);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, points.map((point) => `${JSON.stringify(point)}\n`).join(''));
  return points.filter(({ environment }) => environment === totals.environment);
}
