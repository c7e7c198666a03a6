import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';

/** Ends a run with one line of its own, `N passed, N failed, N skipped`, for whatever reads the log. */
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
      process.stdout.write(
        `${count('expected', 'flaky')} passed, ${count('unexpected')} failed, ${count('skipped')} skipped\n`,
      );
    }
    return Promise.resolve();
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }
}
