import { expect, test } from '@playwright/test';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { coverageOf, coverageTable } from '../helpers/figures/coverage.ts';
import { describedIn, driftOf } from '../helpers/figures/drift.ts';
import type { Figures } from '../helpers/figures/figures.ts';
import { alertsOf, latencyOf, paceOf, type Samples } from '../helpers/figures/latency.ts';
import { page } from '../helpers/figures/page.ts';
import { chanceOfSlower } from '../helpers/figures/statistics.ts';
import { addToTrend } from '../helpers/figures/trend.ts';
import type { Exchange } from '../helpers/http/exchange.ts';
import { operation } from '../helpers/http/operation.ts';
import { callsOf, noteCall, takeCalls, unionOf } from '../helpers/reporting/calls.ts';
import type { Totals } from '../helpers/reporting/totals.ts';

const operations = {
  list: operation({ method: 'GET', path: '/x', writes: false, responses: { 200: z.unknown(), 404: z.unknown() } }),
};

/** Deterministic numbers between 0 and 1 (mulberry32). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A run of twenty operations, with skewed durations and outliers, that is slower or faster as a whole. */
function drawnRun(seed: number, slow: Readonly<Record<string, number>> = {}): Samples {
  const draw = draws(seed);
  const pace = 0.7 + draw() * 0.8;
  const samples = Array.from({ length: 20 }, (_, index): [string, number[]] => {
    const name = `iep op${String(index)} 200`;
    const usual = 10 + index * 12;
    const values = Array.from({ length: 30 }, () => {
      const outlier = draw() < 0.05 ? 4 : 1;
      return usual * pace * outlier * (0.7 + draw() ** 2) * (slow[name] ?? 1);
    });
    return [name, values];
  });
  return Object.fromEntries(samples);
}

test('calls of a test are counted by operation and status, and waited for once when they overlap', () => {
  const call = (startedAt: number, durationMs: number, status?: number): Exchange => ({
    ...{ name: 'list', operation: operations.list, url: 'http://h/x', request: {}, startedAt, durationMs },
    ...(status === undefined ? {} : { status }),
  });
  noteCall('iep', call(0, 10, 200));
  noteCall('iep', call(5, 10, 200));
  noteCall('iep', call(100, 5));
  const description = takeCalls();
  if (description === undefined) throw new Error('nothing was noted');

  expect(callsOf([{ type: 'other' }, { type: '_calls', description }])).toEqual({
    waitedMs: 20,
    calls: { 'iep list 200': { count: 2, ms: [10, 10] }, 'iep list 0': { count: 1, ms: [5] } },
  });
  expect(takeCalls()).toBeUndefined();
  expect(unionOf([])).toBe(0);
});

test('coverage names each declared status that was never seen', () => {
  const covered = coverageOf('iep', operations, new Map([['iep list 200', 3]]));
  expect(covered[0]?.statuses).toEqual({ 200: 3, 404: 0 });
  expect(coverageTable(covered)).toContain('| iep | GET /x | 200 ×3, **404 never** |');
  expect(coverageTable(covered)).toContain('1 of 2 declared statuses');
});

test('the test of Mann and Whitney gives the textbook’s chance', () => {
  const from = (first: number): number[] => Array.from({ length: 10 }, (_, index) => first + index);
  expect(chanceOfSlower(from(1), from(6))).toBeCloseTo(0.002_538, 5);
  expect(chanceOfSlower(from(6), from(1))).toBeGreaterThan(0.99);
  expect(chanceOfSlower([1, 1, 1], [1, 1, 1])).toBe(1);
});

test('quiet runs raise no alert, however fast the runner, and a slow endpoint raises one', () => {
  const baseline = drawnRun(1);
  for (let seed = 2; seed < 102; seed += 1) expect(alertsOf(baseline, drawnRun(seed)), String(seed)).toEqual([]);

  const slow = 'iep op7 200';
  for (let seed = 2; seed < 12; seed += 1) {
    const alerts = alertsOf(baseline, drawnRun(seed, { [slow]: 2.5 }));
    expect(alerts.map(({ operation: name }) => name)).toEqual([slow]);
  }
  const few = Object.fromEntries(
    Object.entries(drawnRun(3, { [slow]: 3 })).map(([name, ms]) => [name, ms.slice(0, 5)]),
  );
  expect(alertsOf(baseline, few), 'too few calls').toEqual([]);
  expect(paceOf({}, baseline)).toBe(1);
});

test('the page shows trend and alerts as pictures, once for each run, without a script', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'figures-'));
  const run = (id: string): { totals: Totals; figures: Figures } => {
    const facts = { environment: 'staging', systems: ['iep'], runs: [id], startedAt: '2026-01-01T00:00:00Z' };
    const counts = { durationMs: 60_000, passed: 3, failed: 1, flaky: 0, skipped: 0, errors: 0, ok: false };
    const samples = { 'iep list 200': [1, 2, 3] };
    const figures = {
      ...{ ...facts, durationMs: 60_000, samples, latency: { 'iep list 200': latencyOf([1, 2, 3]) } },
      coverage: coverageOf('iep', operations, new Map()),
      waiting: { iep: { testsMs: 4000, waitedMs: 1000 } },
      dearest: [{ test: 'a <b>', ms: 1000, waitedMs: 500, modelCalls: '' }],
      memoryMegabytes: 100,
    };
    return { totals: { ...facts, ...counts }, figures };
  };
  for (const id of ['r1', 'r2', 'r2']) addToTrend(directory, run(id).totals, run(id).figures, 0);
  const { totals, figures } = run('r3');
  const trend = addToTrend(directory, totals, figures, 1);
  expect(trend.map(({ runs }) => runs.join())).toEqual(['r1', 'r2', 'r3']);
  expect(readFileSync(path.join(directory, 'trend.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);

  const alerts = [{ operation: 'iep list 200', before: 10, now: 20, slower: 2, chance: 0 }];
  const drift = { iep: ['GET /z is deployed, and not in the contract'] };
  const html = page({ totals, figures, baseline: undefined, alerts, drift, trend }, directory);
  expect(html).toContain('iep: GET /z is deployed');
  expect(html.match(/<svg/g)).toHaveLength(4);
  expect(html).not.toContain('<script');
  expect(html).toContain('a &lt;b&gt;');
  expect(html).toContain('25 % of the tests’ time');
  expect(html).toContain('<td>iep list 200</td><td>10 ms</td><td>20 ms</td><td>100 %</td>');
});

test('drift tells endpoints, statuses and fields that only one side has', () => {
  const declared = {
    list: operation({
      method: 'GET',
      path: '/x/{x_id}',
      writes: false,
      responses: { 200: z.object({ a: z.string() }) },
    }),
    gone: operation({ method: 'DELETE', path: '/y', writes: true, responses: { 204: z.string() } }),
  };
  const schema = { $ref: '#/components/schemas/X' };
  const described = describedIn({
    paths: {
      '/x/{id}': { get: { responses: { 200: { content: { 'application/json': { schema } } }, 202: {}, 422: {} } } },
      '/new': { post: { responses: {} } },
    },
    components: { schemas: { X: { properties: { b: {} } } } },
  });
  expect(driftOf(declared, [described])).toEqual([
    'GET /x/{id} 200 has a field that the contract does not have: b',
    'GET /x/{id} 200 lacks a field of the contract: a',
    'GET /x/{id} may answer 202, which the contract does not have',
    'POST /new is deployed, and not in the contract',
    'DELETE /y is in the contract, and not deployed',
  ]);
  expect(driftOf(declared, [undefined])).toEqual([]);
  expect(describedIn('no description')).toBeUndefined();
});
