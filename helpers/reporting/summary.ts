import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';
import { describeModelCalls, modelCallsAnnotation, sumModelCalls } from './model-calls.ts';

/** Ends a run with what it asked of the model, if anything, and one line of its own, `N passed, N failed, N skipped`, for whatever reads the log. */
export default class SummaryReporter implements Reporter {
  private suite: Suite | undefined;
  private ran = false;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onTestBegin(): void {
    this.ran = true;
  }

  // The other reporters have written their last words by then.
  onExit(): Promise<void> {
    const outcomes = this.suite?.allTests().map((test) => test.outcome()) ?? [];
    const count = (...wanted: readonly string[]): string =>
      String(outcomes.filter((outcome) => wanted.includes(outcome)).length);
    if (this.ran) {
      const modelCalls = describeModelCalls(this.modelCalls());
      if (modelCalls !== '') process.stdout.write(`operations that call the model, and how often: ${modelCalls}\n`);
      process.stdout.write(
        `${count('expected', 'flaky')} passed, ${count('unexpected')} failed, ${count('skipped')} skipped\n`,
      );
    }
    return Promise.resolve();
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
