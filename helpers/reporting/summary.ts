import type { FullConfig, FullResult, Reporter, Suite, TestError } from '@playwright/test/reporter';
import { loadEnvironment } from '../../env/loader.ts';
import { currentRunId } from '../../env/run.ts';
import { overdue } from '../cleanup/termination.ts';
import { announceNeeds } from '../preflight/needs.ts';
import { accountOf, describeAccount, environmentExitCode, failedOfEnvironment } from './account.ts';
import { runFactsOf } from './run-facts.ts';
import { describeModelCalls, modelCallsAnnotation, sumModelCalls, totalOf, type ModelCalls } from './model-calls.ts';

/** What a run has asked of a model that is paid; nothing where it is not, or was not asked. */
function modelBudget(calls: ModelCalls): string[] {
  const { modelCalls: budget } = loadEnvironment();
  const used = totalOf(calls);
  return budget === Infinity || used === 0 ? [] : [`model calls: at most ${String(used)} of ${String(budget)}`];
}

/** Playwright has one exit code for all that fails; an interruption keeps its own. */
function exitOfEnvironment(): void {
  process.once('exit', () => {
    if (process.exitCode === 1) process.exitCode = environmentExitCode;
  });
}

/**
 * Ends a run with what became of it: where it ran, what it asked of the model, what was not permitted, not run, skipped or
 * left behind, and one line of its own, `N passed, N failed, N skipped`, for whatever reads the log.
 */
export default class SummaryReporter implements Reporter {
  private suite: Suite | undefined;
  private config: FullConfig | undefined;
  private status: FullResult['status'] = 'passed';
  private readonly errors: TestError[] = [];
  private ran = false;

  onBegin(config: FullConfig, suite: Suite): void {
    this.config = config;
    this.suite = suite;
    // A run that only lists its tests has no end at which this would be removed.
    if (process.argv.includes('--list')) return;
    for (const project of suite.suites) announceNeeds(currentRunId(), project.title, project.allTests());
  }

  onTestBegin(): void {
    this.ran = true;
  }

  onError(error: TestError): void {
    this.errors.push(error);
  }

  onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    const { passed, failed, flaky, notPermitted } = accountOf(this.suite?.allTests() ?? [], [], 'passed');
    const late = overdue();
    if (late !== undefined) this.errors.push({ message: late });
    // Green would say that something was tested.
    const nothingPermitted = notPermitted.size > 0 && passed + failed + flaky === 0 && status === 'passed';
    if (nothingPermitted) this.errors.push({ message: 'nothing of what was selected is permitted here' });
    this.status = nothingPermitted ? 'failed' : status;
    return Promise.resolve({ status: this.status });
  }

  // The other reporters have written their last words by then.
  onExit(): Promise<void> {
    if (this.ran || this.errors.length > 0) {
      const account = accountOf(this.suite?.allTests() ?? [], this.errors, this.status);
      if (failedOfEnvironment(account)) exitOfEnvironment();
      process.stdout.write(`${[...this.facts(), ...describeAccount(account)].join('\n')}\n`);
    }
    return Promise.resolve();
  }

  private facts(): string[] {
    const { environment, 'base URLs': urls, 'left behind': leftBehind } = this.config?.metadata ?? {};
    const runs = this.config ? runFactsOf(this.config).runs.join(', ') : '';
    const modelCalls = describeModelCalls(this.modelCalls());
    return [
      ...(environment === undefined ? [] : [`${String(environment)}, ${String(urls)}, run ${runs}`]),
      ...modelBudget(this.modelCalls()),
      ...(modelCalls === '' ? [] : [`operations that call the model, and how often: ${modelCalls}`]),
      ...(leftBehind === undefined ? [] : [`left behind: ${String(leftBehind)}`]),
    ];
  }

  private modelCalls(): ReturnType<typeof sumModelCalls> {
    const results = this.suite?.allTests().flatMap((test) => test.results) ?? [];
    const told = results.flatMap(({ annotations }) => annotations.filter(({ type }) => type === modelCallsAnnotation));
    return sumModelCalls(told.map(({ description = '' }) => description));
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }
}
