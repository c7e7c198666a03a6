import type { TestCase } from '@playwright/test/reporter';
import type { Exchange } from '../http/exchange.ts';

/**
 * Type of the annotation that carries the calls of a test to the reporters, of shards too; Playwright’s HTML report
 * hides types that begin with an underscore.
 */
export const callsAnnotation = '_calls';

/** Durations that are kept of one operation and status in one test: a load has thousands. */
const mostDurations = 50;

export interface CallsOfTest {
  /** Milliseconds during which at least one call was under way. */
  readonly waitedMs: number;
  /** By `system operation status`; the status is 0 where no answer came. */
  readonly calls: Readonly<Record<string, { readonly count: number; readonly ms: readonly number[] }>>;
}

interface Noted {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

let noted: Noted[] = [];

/** Notes a call of this process that has ended. */
export function noteCall(system: string, { name, status = 0, startedAt, durationMs = 0 }: Exchange): void {
  // Operations that are declared on the spot have a space in their name.
  const key = `${system} ${name.replaceAll(' ', '_')} ${String(status)}`;
  noted.push({ key, start: startedAt, end: startedAt + durationMs });
}

/** Length of the union of intervals: calls at once are waited for once. */
export function unionOf(intervals: readonly { readonly start: number; readonly end: number }[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of [...intervals].sort((one, other) => one.start - other.start)) {
    covered += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return covered;
}

const tenth = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

/** What was noted since the last time, as text for the annotation; undefined when nothing was. */
export function takeCalls(): string | undefined {
  const taken = noted;
  noted = [];
  if (taken.length === 0) return undefined;
  const calls: Record<string, { count: number; ms: number[] }> = {};
  for (const { key, start, end } of taken) {
    const of = (calls[key] ??= { count: 0, ms: [] });
    of.count += 1;
    if (of.ms.length < mostDurations) of.ms.push(tenth(end - start));
  }
  return JSON.stringify({ waitedMs: tenth(unionOf(taken)), calls } satisfies CallsOfTest);
}

/** The calls of a test’s result. */
export function callsOf(annotations: TestCase['annotations']): CallsOfTest | undefined {
  const text = annotations.find(({ type }) => type === callsAnnotation)?.description;
  return text === undefined ? undefined : (JSON.parse(text) as CallsOfTest);
}

/** Annotations that are for readers. */
export const withoutHidden = (annotations: TestCase['annotations']): TestCase['annotations'] =>
  annotations.filter(({ type }) => !type.startsWith('_'));
