import type { FullConfig, FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runFactsOf, type RunFacts } from './run-facts.ts';

/** What `reports/run.json` holds. */
export interface Totals extends RunFacts {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly passed: number;
  readonly failed: number;
  readonly flaky: number;
  readonly skipped: number;
  /** Errors that belong to no test, such as what the end proof found. */
  readonly errors: number;
  /** Whether every test that ran passed and nothing else went wrong. */
  readonly ok: boolean;
}

type Outcome = ReturnType<TestCase['outcome']>;

/** Writes one small file with the verdict and the counts of a run, for whatever comes after it. */
export default class TotalsReporter implements Reporter {
  private suite: Suite | undefined;
  private config: FullConfig | undefined;
  private errors = 0;
  private ran = false;

  constructor(private readonly options: { readonly outputDir: string }) {}

  onBegin(config: FullConfig, suite: Suite): void {
    this.config = config;
    this.suite = suite;
  }

  onTestBegin(): void {
    this.ran = true;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd({ startTime, duration, status }: FullResult): void {
    if (!this.ran || !this.suite || !this.config) return;
    const outcomes = this.suite.allTests().map((test) => test.outcome());
    const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
    const failed = count('unexpected');
    const totals: Totals = {
      ...runFactsOf(this.config),
      startedAt: new Date(startTime).toISOString(),
      durationMs: Math.round(duration),
      passed: count('expected'),
      failed,
      flaky: count('flaky'),
      skipped: count('skipped'),
      errors: this.errors,
      ok: status === 'passed' && failed + this.errors === 0,
    };
    mkdirSync(this.options.outputDir, { recursive: true });
    writeFileSync(path.join(this.options.outputDir, 'run.json'), `${JSON.stringify(totals, null, 2)}\n`);
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }
}
