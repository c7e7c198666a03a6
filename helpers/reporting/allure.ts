import type { FullConfig, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { reportsDirectory } from '../../env/reports.ts';
import { currentRunId, startedAt } from '../../env/run.ts';
import { systems } from '../../env/systems/index.ts';
import { runFactsOf } from './run-facts.ts';

type Options = ConstructorParameters<typeof AllureReporter>[0];

/** A folder that is no system's goes by its own name. */
const titleOf = (folder: string): string =>
  Object.entries(systems).find(([name]) => name === folder)?.[1].title ?? folder;

const resultsDirectory = path.join(reportsDirectory, 'allure-results');

/** Where a test belongs: `specs/<system>/<resource>/…spec.ts`, and the describe title `METHOD /path` as story. */
function labelsOf(test: TestCase): TestCase['annotations'] {
  const resource = path.dirname(test.location.file);
  const system = path.basename(path.dirname(resource));
  const labels = {
    epic: titleOf(system),
    feature: path.basename(resource),
    story: test.parent.title,
  };
  return Object.entries(labels).map(([name, description]) => ({ type: `allure.label.${name}`, description }));
}

/** Removes results of earlier runs; the folder and newer files stay, because another run may be writing them. */
function removeOlderResults(directory: string, runStart: number): void {
  const files = existsSync(directory) ? readdirSync(directory).map((name) => path.join(directory, name)) : [];
  for (const file of files) {
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (modified < runStart) rmSync(file, { force: true, recursive: true });
  }
}

/** Allure results with epic, feature and story from where a test stands, and this run's facts as environment. */
export default class LabelledAllureReporter extends AllureReporter {
  private started = false;
  /** The parent class keeps the object and writes it at the end. */
  private readonly facts: Record<string, string>;

  constructor(options: Options) {
    const facts = {};
    super({ resultsDir: resultsDirectory, ...options, environmentInfo: facts });
    this.facts = facts;
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
    test.annotations = [...annotations, ...labelsOf(test)];
    super.onTestBegin(test);
    test.annotations = annotations;
  }

  // Each call has a step of its own, named after its operation; Playwright's step inside says the same once more.
  override onStepBegin(test: TestCase, result: TestResult, step: TestStep): void {
    if (step.category !== 'pw:api') super.onStepBegin(test, result, step);
  }

  override onStepEnd(test: TestCase, result: TestResult, step: TestStep): void {
    if (step.category !== 'pw:api') super.onStepEnd(test, result, step);
  }

  override async onEnd(): Promise<void> {
    if (!this.started) return;
    // globalTeardown has run by now and put its finding into the metadata.
    const { environment, runs } = runFactsOf(this.config);
    const { 'left behind': leftBehind } = this.config.metadata;
    this.facts['environment'] = environment;
    this.facts['run'] = runs.join(', ');
    this.facts['left behind'] = String(leftBehind ?? 'not looked for');
    await super.onEnd();
  }
}
