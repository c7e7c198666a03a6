import type { FullConfig, FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { callsOf, withoutHidden } from '../reporting/calls.ts';
import { modelCallsAnnotation } from '../reporting/model-calls.ts';
import { runFactsOf, type RunFacts } from '../reporting/run-facts.ts';
import { coverageOf, coverageTable, loadOperations, type CoveredOperation } from './coverage.ts';
import { latencyOf, type Latency, type Samples } from './latency.ts';

export interface Dear {
  readonly test: string;
  readonly ms: number;
  /** Of these, how long it waited for answers. */
  readonly waitedMs: number;
  readonly modelCalls: string;
}

/** What `reports/figures.json` holds. */
export interface Figures extends RunFacts {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly coverage: readonly CoveredOperation[];
  readonly latency: Readonly<Record<string, Latency>>;
  /** What latency and baseline are computed from. */
  readonly samples: Samples;
  /** By system: time of its tests, and how much of it a call was under way. */
  readonly waiting: Readonly<Record<string, { readonly testsMs: number; readonly waitedMs: number }>>;
  readonly dearest: readonly Dear[];
  /** The main process, at the end. */
  readonly memoryMegabytes: number;
}

/** Loads and races measure the load, not the operation. */
const measures = (test: TestCase, { status }: TestResult): boolean =>
  status === 'passed' && !['@performance', '@concurrent', '@fault'].some((tag) => test.tags.includes(tag));

/** Writes what a run asked of the deployment, and how long that took: coverage, latency, waiting. */
export default class FiguresReporter implements Reporter {
  private config: FullConfig | undefined;
  private readonly counts = new Map<string, number>();
  private readonly samples: Record<string, number[]> = {};
  private readonly waiting: Record<string, { testsMs: number; waitedMs: number }> = {};
  private readonly tests: Dear[] = [];

  constructor(private readonly options: { readonly outputDir: string }) {}

  onBegin(config: FullConfig): void {
    this.config = config;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const told = callsOf(result.annotations);
    const modelCalls = result.annotations.find(({ type }) => type === modelCallsAnnotation)?.description ?? '';
    for (const [key, { count, ms }] of Object.entries(told?.calls ?? {})) {
      this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      if (measures(test, result)) (this.samples[key] ??= []).push(...ms);
    }
    const system = test.parent.project()?.name ?? '';
    const waitedMs = told?.waitedMs ?? 0;
    const sum = (this.waiting[system] ??= { testsMs: 0, waitedMs: 0 });
    sum.testsMs += result.duration;
    sum.waitedMs += waitedMs;
    // Data for this reporter only: JUnit would print it as a property.
    test.annotations = withoutHidden(test.annotations);
    const title = [system, test.parent.title, test.title].join(' › ');
    this.tests.push({ test: title, ms: result.duration, waitedMs, modelCalls });
  }

  async onEnd({ startTime, duration }: FullResult): Promise<void> {
    if (this.tests.length === 0 || !this.config) return;
    const facts = runFactsOf(this.config);
    const covered = await Promise.all(
      facts.systems.map(async (system) => coverageOf(system, await loadOperations(system), this.counts)),
    );
    const coverage = covered.flat();
    const figures: Figures = {
      ...facts,
      startedAt: new Date(startTime).toISOString(),
      durationMs: Math.round(duration),
      coverage,
      latency: Object.fromEntries(Object.entries(this.samples).map(([key, values]) => [key, latencyOf(values)])),
      samples: this.samples,
      waiting: this.waiting,
      dearest: this.tests.sort((one, other) => other.ms - one.ms).slice(0, 10),
      memoryMegabytes: Math.round(process.memoryUsage().rss / 1e6),
    };
    const { outputDir } = this.options;
    mkdirSync(outputDir, { recursive: true });
    writeFileSync(path.join(outputDir, 'figures.json'), `${JSON.stringify(figures)}\n`);
    writeFileSync(path.join(outputDir, 'api-coverage.md'), coverageTable(coverage));
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }
}
