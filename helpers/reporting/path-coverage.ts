import type { TestInfo } from '@playwright/test';
import type { FullConfig, TestCase, TestResult } from '@playwright/test/reporter';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EndReporter } from './end-reporter.ts';
import { loadPlan } from './plan-coverage.ts';
import { runFactsOf } from './run-facts.ts';

/** Type of the annotation that tells what a test took of its system's paths, one a line. */
const annotationType = 'paths taken';

/** Notes what a test took. */
export function annotatePaths(testInfo: Pick<TestInfo, 'annotations'>, taken: ReadonlySet<string>): void {
  if (taken.size > 0) testInfo.annotations.push({ type: annotationType, description: [...taken].join('\n') });
}

/** One thing that tests must take between them, and those that passed and took it, by `file › test`. */
export interface CoveredPath {
  readonly path: string;
  readonly tests: readonly string[];
}

/** What `reports/path-coverage.json` holds, by system; `path-coverage.md` shows it as tables. */
export type PathCoverage = Readonly<Record<string, readonly CoveredPath[]>>;

interface Told {
  readonly name: string;
  readonly results: readonly Pick<TestResult, 'status' | 'annotations'>[];
}

/** What passing tests took of these paths; a test that failed, or was expected to, took nothing. */
export const coverageOf = (paths: readonly string[], tests: readonly Told[]): CoveredPath[] => {
  const passing = tests.flatMap(({ name, results }) => {
    const last = results.at(-1);
    const told = last?.status === 'passed' ? last.annotations.filter(({ type }) => type === annotationType) : [];
    return told.map(({ description = '' }) => ({ name, taken: new Set(description.split('\n')) }));
  });
  return paths.map((each) => ({
    path: each,
    tests: passing.filter(({ taken }) => taken.has(each)).map(({ name }) => name),
  }));
};

const shown = 3;

function tableOf(system: string, covered: readonly CoveredPath[]): string[] {
  const taken = covered.filter(({ tests }) => tests.length > 0).length;
  return [
    ...[`## ${system}`, '', `${String(taken)} of ${String(covered.length)} were taken by tests that passed.`, ''],
    ...['| node, edge or result of a router | tests | such as |', '| --- | ---: | --- |'],
    ...covered.map(
      ({ path: each, tests }) => `| ${each} | ${String(tests.length)} | ${tests.slice(0, shown).join('<br>')} |`,
    ),
    '',
  ];
}

/** Writes which paths of its systems a run took: the nodes and edges of a graph. */
export default class PathCoverageReporter extends EndReporter {
  protected async conclude(all: readonly TestCase[], config: FullConfig): Promise<void> {
    const tests = all.map((test) => ({ name: this.nameOf(test), results: test.results }));
    const coverage: Record<string, readonly CoveredPath[]> = {};
    for (const system of runFactsOf(config).systems) {
      const { paths } = await loadPlan(system);
      if (paths) coverage[system] = coverageOf(paths, tests);
    }
    this.write(coverage);
  }

  private write(coverage: PathCoverage): void {
    const { outputDir } = this.options;
    const tables = Object.entries(coverage).flatMap(([system, covered]) => tableOf(system, covered));
    mkdirSync(outputDir, { recursive: true });
    writeFileSync(path.join(outputDir, 'path-coverage.json'), `${JSON.stringify(coverage, null, 2)}\n`);
    writeFileSync(path.join(outputDir, 'path-coverage.md'), ['# Path coverage', '', ...tables].join('\n'));
  }
}
