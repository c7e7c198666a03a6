import type { FullConfig, TestCase } from '@playwright/test/reporter';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EndReporter } from './end-reporter.ts';
import { runFactsOf } from './run-facts.ts';

/**
 * A case counts as covered only when a test with its id ran and passed, and none with it failed; or, one about the suite
 * itself, when a test in `tests/` carries it out (`suite`), which the gate runs first.
 */
export type CaseOutcome = 'passed' | 'failed' | 'skipped' | 'missing' | 'suite';

export interface CoveredCase {
  readonly id: string;
  readonly title: string;
  readonly outcome: CaseOutcome;
  /** `file › describe › test` of each test that names the id. */
  readonly tests: readonly string[];
}

/** What `reports/plan-coverage.json` holds; `plan-coverage.md` shows it as a table. */
export interface PlanCoverage {
  readonly environment: string;
  readonly run: string;
  readonly cases: readonly CoveredCase[];
}

/** Ids of plan cases that a test names in its static annotations. */
export const caseIdsOf = ({ annotations }: Pick<TestCase, 'annotations'>): string[] =>
  annotations.flatMap(({ type, description }) => (type === 'plan' && description ? [description] : []));

/** What happened to a case in a run, given the results of the tests that name it. */
export function outcomeOf(results: readonly (string | undefined)[]): CaseOutcome {
  // An expected failure, as of a known issue, proves nothing of the case either.
  if (results.some((status) => status !== undefined && status !== 'passed' && status !== 'skipped')) return 'failed';
  if (results.includes('passed')) return 'passed';
  return results.length > 0 ? 'skipped' : 'missing';
}

/** Whether nothing is left to do for a case. */
export const isCovered = ({ outcome }: Pick<CoveredCase, 'outcome'>): boolean =>
  outcome === 'passed' || outcome === 'suite';

function table({ environment, run, cases }: PlanCoverage): string {
  const passed = cases.filter(isCovered).length;
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = cases.map(
    ({ id, title, outcome, tests }) => `| ${id} | ${cell(title)} | ${outcome} | ${tests.map(cell).join('<br>')} |`,
  );
  const head = ['| id | case | outcome | tests |', '| --- | --- | --- | --- |'];
  const summary = `${String(passed)} of ${String(cases.length)} cases passed in run ${run} against ${environment}.`;
  return ['# Plan coverage', '', summary, '', ...head, ...rows, ''].join('\n');
}

interface Plan {
  readonly plan: Readonly<Record<string, string>>;
  /** Files in `tests/` that carry out cases about the suite itself, by id. */
  readonly ownTests?: Readonly<Record<string, string>>;
  /** What tests must take between them, where a system has ways that a test goes. */
  readonly paths?: readonly string[];
}

/** The plan of a system; `helpers/<system>/plan.ts` exports it as `plan`. */
export const loadPlan = async (system: string): Promise<Plan> => (await import(`../${system}/plan.ts`)) as Plan;

/** Writes which cases of the plan a run covered, for the systems of its environment. */
export default class PlanCoverageReporter extends EndReporter {
  protected async conclude(tests: readonly TestCase[], config: FullConfig): Promise<void> {
    const { environment, systems, runs } = runFactsOf(config);
    const plans = await Promise.all(systems.map(loadPlan));
    const cases = plans.flatMap(({ plan, ownTests = {} }) =>
      Object.entries(plan).map(([id, title]): CoveredCase => {
        const own = ownTests[id];
        if (own !== undefined) return { id, title, outcome: 'suite', tests: [own] };
        const named = tests.filter((test) => caseIdsOf(test).includes(id));
        const outcome = outcomeOf(named.map((test) => test.results.at(-1)?.status));
        return { id, title, outcome, tests: [...new Set(named.map((test) => this.nameOf(test)))] };
      }),
    );
    this.write({ environment, run: runs.join(', '), cases });
  }

  private write(coverage: PlanCoverage): void {
    mkdirSync(this.options.outputDir, { recursive: true });
    writeFileSync(path.join(this.options.outputDir, 'plan-coverage.json'), `${JSON.stringify(coverage, null, 2)}\n`);
    writeFileSync(path.join(this.options.outputDir, 'plan-coverage.md'), table(coverage));
  }
}
