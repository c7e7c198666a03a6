import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Figures } from './figures.ts';
import { leastCalls, type Samples } from './latency.ts';

interface Baseline {
  readonly runs: readonly string[];
  readonly samples: Samples;
}

/** More samples of an operation make the file longer and the comparison no better. */
const mostSamples = 60;
const directory = path.join(import.meta.dirname, '..', '..', 'baselines');
const fileOf = (environment: string): string => path.join(directory, `${environment}.json`);

/** Durations to compare an environment’s runs with; undefined where nobody has made a baseline. */
export function readBaseline(environment: string): Samples | undefined {
  const file = fileOf(environment);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Baseline).samples : undefined;
}

/** Evenly spread over all values, so that a later part of a run counts as much as its start. */
function thinned(values: readonly number[]): readonly number[] {
  const step = Math.max(1, values.length / mostSamples);
  return Array.from(
    { length: Math.min(values.length, mostSamples) },
    (_, index) => values[Math.floor(index * step)] ?? 0,
  );
}

/** Makes a run the baseline of its environment. Returns the file. */
export function renewBaseline({ environment, runs, samples }: Figures): string {
  const kept = Object.entries(samples)
    .filter(([, values]) => values.length >= leastCalls)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([operation, values]) => [operation, thinned(values)] as const);
  mkdirSync(directory, { recursive: true });
  const lines = kept.map(([operation, values]) => `    ${JSON.stringify(operation)}: ${JSON.stringify(values)}`);
  const text = `{\n  "runs": ${JSON.stringify(runs)},\n  "samples": {\n${lines.join(',\n')}\n  }\n}\n`;
  writeFileSync(fileOf(environment), text);
  return fileOf(environment);
}
