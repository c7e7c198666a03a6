import type { FullConfig, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { reportsDirectory } from '../../env/reports.ts';
import { currentRunId, startedAt } from '../../env/run.ts';
import { labelsOf, nameOf, withoutLabelled } from './allure-labels.ts';

/** What the parent class keeps to itself. */
interface GlobalErrors {
  applyGlobalRuntimeMessages(messages: { type: 'global_error'; data: object }[]): void;
}

type Options = ConstructorParameters<typeof AllureReporter>[0];

const resultsDirectory = path.join(reportsDirectory, 'allure-results');

/** Removes results of earlier runs; the folder and newer files stay, because another run may be writing them. */
function removeOlderResults(directory: string, runStart: number): void {
  const files = existsSync(directory) ? readdirSync(directory).map((name) => path.join(directory, name)) : [];
  for (const file of files) {
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (modified < runStart) rmSync(file, { force: true, recursive: true });
  }
}

const isInHook = ({ parent }: TestStep): boolean =>
  parent !== undefined && (parent.category === 'hook' || isInHook(parent));

/**
 * Steps that tell a reader nothing: fixtures, and Playwright's own step inside of each call's. An attachment of a fixture
 * goes to the test itself.
 */
const isNoise = (step: TestStep): boolean =>
  ['pw:api', 'fixture'].includes(step.category) ||
  (['attach', 'test.attach'].includes(step.category) && isInHook(step));

const isEmptyHook = ({ name, status, steps, attachments }: ShownStep): boolean =>
  /^(Before|After) Hooks$/.test(name) && status === 'passed' && steps.length + attachments.length === 0;

const isCall = (step: TestStep): boolean => /^(GET|POST|PUT|PATCH|DELETE|HEAD) /.test(step.title);

/** What of the parent class has no public way: names that are only known at the end, and links that a run adds. */
interface Internals {
  readonly pwStepUuid: WeakMap<TestStep, string>;
  readonly allureResultsUuids: ReadonlyMap<string, string>;
  readonly allureRuntime?: {
    updateStep(uuid: string, update: (shown: { name?: string }) => void): void;
    updateTest(uuid: string, update: (shown: ShownTest) => void): void;
  };
}

interface ShownStep {
  readonly name: string;
  readonly status?: string;
  readonly steps: readonly unknown[];
  readonly attachments: readonly unknown[];
}

interface ShownTest {
  name?: string;
  readonly links: { type: string; name: string; url: string }[];
  readonly labels: { name: string; value: string }[];
  statusDetails: { message?: string };
}

/** Allure results with labels from where a test stands and what it carries, and this run's facts as environment. */
export default class LabelledAllureReporter extends AllureReporter {
  private started = false;
  /** The parent class keeps the object and writes it at the end. */
  private readonly facts: Record<string, string>;

  constructor(options: Options) {
    const facts = {};
    super({ resultsDir: resultsDirectory, ...options, environmentInfo: facts });
    this.facts = facts;
    // The parent class drops hooks without content only where it drops expectations too.
    Object.assign(this, { isEmptyPassedHookRoot: isEmptyHook });
  }

  // Merged shards have no projects, of which the parent class asks for the first one's folders.
  override onConfigure(config: FullConfig): void {
    if (config.projects.length > 0) super.onConfigure(config);
    else this.config = config;
  }

  override onTestBegin(test: TestCase): void {
    // Only now: a run that lists tests, or finds none, keeps the results of the last one.
    if (!this.started) removeOlderResults(this.options.resultsDir ?? resultsDirectory, startedAt(currentRunId()));
    this.started = true;
    // The parent class reads labels from annotations; nobody else shall see these.
    const { annotations } = test;
    test.annotations = [...withoutLabelled(annotations), ...labelsOf(test)];
    super.onTestBegin(test);
    test.annotations = annotations;
  }

  override onStepBegin(test: TestCase, result: TestResult, step: TestStep): void {
    if (!isNoise(step)) super.onStepBegin(test, result, step);
  }

  override onStepEnd(test: TestCase, result: TestResult, step: TestStep): void {
    if (isNoise(step)) return;
    const { pwStepUuid, allureRuntime } = this.internals();
    const uuid = pwStepUuid.get(step);
    if (uuid !== undefined && isCall(step)) {
      allureRuntime?.updateStep(uuid, (shown) => {
        shown.name = `${step.title} · ${String(Math.round(step.duration))} ms`;
      });
    }
    super.onStepEnd(test, result, step);
  }

  override async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    const { allureResultsUuids, allureRuntime } = this.internals();
    const uuid = allureResultsUuids.get(test.id);
    const told = (type: string): string[] =>
      result.annotations.flatMap((each) => (each.type === type && each.description ? [each.description] : []));
    if (uuid !== undefined) {
      allureRuntime?.updateTest(uuid, (shown) => {
        shown.name = nameOf(test);
        for (const url of told('issue')) {
          shown.links.push({ type: 'issue', name: 'known issue', url });
          shown.labels.push({ name: 'known-issue', value: url });
        }
        const [reason] = told('skip');
        if (result.status === 'skipped' && reason !== undefined) shown.statusDetails = { message: reason };
      });
    }
    await super.onTestEnd(test, result);
  }

  /** The parent class leaves them out, and a run that failed at its end would look whole. */
  override onError(error?: TestError): void {
    if (!this.started || error === undefined) return;
    const data = { message: stripVTControlCharacters(error.message ?? error.value ?? '') };
    const { allureRuntime } = this as unknown as { allureRuntime?: GlobalErrors };
    allureRuntime?.applyGlobalRuntimeMessages([{ type: 'global_error', data }]);
  }

  override async onEnd(): Promise<void> {
    if (!this.started) return;
    // globalTeardown has run by now and put its finding into the metadata.
    const told = Object.entries(this.config.metadata).filter(([, value]) => typeof value === 'string');
    Object.assign(this.facts, { 'left behind': 'not looked for' }, Object.fromEntries(told));
    await super.onEnd();
  }

  private internals(): Internals {
    return this as unknown as Internals;
  }
}
