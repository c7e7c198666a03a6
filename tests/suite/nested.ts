import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { systems } from '../../env/systems/index.ts';

export const root = path.join(import.meta.dirname, '..', '..');
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');

/** A test of a nested run, as its JSON report tells it. */
export interface NestedTest {
  /** Path of the spec file from the nested `testDir`, with `/`. */
  readonly file: string;
  /** Describe titles and title, with ` › ` between. */
  readonly title: string;
  readonly tags: readonly string[];
  readonly annotations: readonly { readonly type: string; readonly description?: string | undefined }[];
  /** `expected`, `unexpected`, `flaky` or `skipped`. */
  readonly outcome: string;
  /** `passed`, `failed`, `timedOut`, `skipped`; undefined when it did not run. */
  readonly status: string | undefined;
  /** Error messages without colours. */
  readonly errors: readonly string[];
}

export interface NestedRun {
  readonly exitCode: number | null;
  /** What it wrote to the terminal, both streams. */
  readonly output: string;
  readonly tests: readonly NestedTest[];
  /** Errors that belong to no test, such as those of a global teardown. */
  readonly errors: readonly string[];
}

// What this run was given is not the nested run's business: its run id, its environment, how its terminal looks.
const valuesOfSystems = Object.keys(systems).map((name) => `${name.toUpperCase()}_`);
const foreign = new RegExp(
  `^(TEST_|PLAYWRIGHT|PW_|${valuesOfSystems.join('|')}|SANDBOX_|FORCE_COLOR|DEBUG_COLORS|CI$|NODE_OPTIONS$)`,
);
const ownVariables = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/**
 * Runs Playwright with a config of its own, in a process of its own. The config takes the folder for all that it
 * writes from `NESTED_OUTPUT`, and writes its JSON report there as `report.json`.
 */
export async function runNested(options: {
  readonly config: string;
  readonly output: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A signal to its main process once it has written this text. */
  readonly signal?: { readonly after: string; readonly name: NodeJS.Signals };
}): Promise<NestedRun> {
  const { config, output, variables = {}, args = [], signal } = options;
  mkdirSync(output, { recursive: true });
  const child = spawn(process.execPath, [playwright, 'test', '-c', path.join(root, config), ...args], {
    cwd: root,
    // Reports of a nested run are never this project's.
    env: { ...ownVariables(), TEST_REPORTS: path.join(output, 'reports'), ...variables, NESTED_OUTPUT: output },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const send = (): void => {
    if (signal === undefined || !chunks.join('').includes(signal.after)) return;
    child.stdout.off('data', send);
    child.kill(signal.name);
  };
  child.stdout.on('data', send);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const text = chunks.join('');
  const report = readReport(path.join(output, 'report.json'), text);
  return {
    exitCode,
    output: text,
    tests: report.suites.flatMap((suite) => testsOf(suite, [])),
    errors: report.errors.map(({ message = '' }) => stripVTControlCharacters(message)),
  };
}

function readReport(file: string, output: string): JSONReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JSONReport;
  } catch {
    throw new Error(`The nested run wrote no report to ${file}; it said:\n${output}`);
  }
}

function testsOf(suite: JSONReportSuite, titles: readonly string[]): NestedTest[] {
  const inner = (suite.suites ?? []).flatMap((child) => testsOf(child, [...titles, child.title]));
  return [...suite.specs.flatMap((spec) => testsOfSpec(spec, titles)), ...inner];
}

const testsOfSpec = (spec: JSONReportSpec, titles: readonly string[]): NestedTest[] =>
  spec.tests.map((test) => {
    const result = test.results.at(-1);
    return {
      file: spec.file,
      title: [...titles, spec.title].join(' › '),
      tags: spec.tags.map((tag) => (tag.startsWith('@') ? tag : `@${tag}`)),
      annotations: test.annotations,
      outcome: test.status,
      status: result?.status,
      errors: (result?.errors ?? []).map(({ message }) => stripVTControlCharacters(message)),
    };
  });

/** The test of a nested run whose title ends with this. Throws when there is none or more than one. */
export function testOf({ tests }: NestedRun, title: string): NestedTest {
  const found = tests.filter((test) => test.title.endsWith(title));
  const [test] = found;
  if (!test || found.length > 1) throw new Error(`${String(found.length)} nested tests end with "${title}"`);
  return test;
}
