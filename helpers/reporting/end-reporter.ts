import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import path from 'node:path';

/** A reporter that writes something of all tests once a run has ended; nothing of one in which no test ran. */
export abstract class EndReporter implements Reporter {
  private begun: { readonly config: FullConfig; readonly suite: Suite } | undefined;
  private ran = false;

  constructor(protected readonly options: { readonly outputDir: string }) {}

  onBegin(config: FullConfig, suite: Suite): void {
    this.begun = { config, suite };
  }

  onTestBegin(): void {
    this.ran = true;
  }

  async onEnd(): Promise<void> {
    if (this.ran && this.begun) await this.conclude(this.begun.suite.allTests(), this.begun.config);
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }

  /** Called at the end with every test of the run. */
  protected abstract conclude(tests: readonly TestCase[], config: FullConfig): Promise<void>;

  /** `file › describe › test`, with the file below the tests' folder. */
  protected nameOf(test: TestCase): string {
    const file = path.relative(this.begun?.config.rootDir ?? '', test.location.file);
    return [file.replaceAll(path.sep, '/'), test.parent.title, test.title].join(' › ');
  }
}
