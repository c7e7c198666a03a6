import type { FullResult, TestCase, TestError } from '@playwright/test/reporter';
import { stripVTControlCharacters } from 'node:util';
import { isOfEnvironment } from './causes.mjs';

/** How the error begins of the test that sees a dependency break while the tests run. */
export const brokeMeanwhile = 'The environment broke while the tests ran';
/** Exit code of a run that failed of its environment alone: nothing is said of the backend. */
export const environmentExitCode = 3;
/** How the reason of a skip begins when the environment does not permit the test. */
export const notPermitted = 'not permitted: ';
/** How the reason of a skip begins when the test would have run, had nothing been broken. */
export const notRun = 'not run: ';

/** What became of the tests of a run, and of the run itself. */
export interface Account {
  readonly passed: number;
  readonly failed: number;
  readonly flaky: number;
  /** How many tests for each reason. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly notPermitted: ReadonlyMap<string, number>;
  readonly notRun: ReadonlyMap<string, number>;
  /** What went wrong outside of tests, one line each; a run that failed for no test has at least one. */
  readonly outside: readonly string[];
  /** How many failures, outside of tests too, come of a broken environment: of something on the way to the backend, or of a store. */
  readonly ofEnvironment: number;
}

type Verdict = 'passed' | 'failed' | 'flaky' | readonly ['skipped' | 'notPermitted' | 'notRun', string];

function verdictOf(test: TestCase): Verdict {
  const outcome = test.outcome();
  if (outcome === 'expected') return 'passed';
  if (outcome === 'unexpected') return 'failed';
  if (outcome === 'flaky') return 'flaky';
  const last = test.results.at(-1);
  if (last?.status === 'interrupted') return ['notRun', 'interrupted'];
  if (last === undefined || test.expectedStatus !== 'skipped') return ['notRun', 'the run ended before'];
  const marks = test.annotations.filter(({ type }) => type === 'skip' || type === 'fixme');
  const reason = marks.find(({ description }) => description)?.description ?? 'without a reason';
  if (reason.startsWith(notPermitted)) return ['notPermitted', reason.slice(notPermitted.length)];
  if (reason.startsWith(notRun)) return ['notRun', reason.slice(notRun.length)];
  return ['skipped', reason];
}

const firstLine = ({ message, value }: TestError): string =>
  stripVTControlCharacters(message ?? value ?? '').split('\n')[0] ?? '';

const texts = (errors: readonly TestError[]): string[] =>
  errors.map(({ message, value }) => stripVTControlCharacters(message ?? value ?? ''));

/** Playwright's notice that it stops is no error of its own: the failures that made it stop are counted. */
const isNotice = (line: string): boolean => line.startsWith('Testing stopped early');

/** Why a run failed in which no test failed and nothing was reported. */
const causes: Readonly<Record<FullResult['status'], string | undefined>> = {
  passed: undefined,
  interrupted: 'the run was interrupted',
  timedout: 'the run took longer than it may',
  failed: 'the run is failed by its configuration, as flaky tests can be',
};

/** Takes stock of a run. */
export function accountOf(
  tests: readonly TestCase[],
  errors: readonly TestError[],
  status: FullResult['status'],
): Account {
  const counts = { passed: 0, failed: 0, flaky: 0 };
  const reasons = {
    skipped: new Map<string, number>(),
    notPermitted: new Map<string, number>(),
    notRun: new Map<string, number>(),
  };
  for (const verdict of tests.map(verdictOf)) {
    if (typeof verdict === 'string') counts[verdict] += 1;
    else {
      const [group, reason] = verdict;
      reasons[group].set(reason, (reasons[group].get(reason) ?? 0) + 1);
    }
  }
  const failed = tests
    .filter((test) => test.outcome() === 'unexpected')
    .map((test) => texts(test.results.at(-1)?.errors ?? []));
  const sawItBreak = failed.flat().some((text) => text.includes(brokeMeanwhile));
  const comesOfIt = (told: readonly string[]): boolean =>
    told.length > 0 && told.every((text) => isOfEnvironment(text, sawItBreak));
  const told = texts(errors)
    .filter((text) => !isNotice(text))
    .map((text) => [text]);
  const ofEnvironment = [...failed, ...told].filter(comesOfIt).length;
  const outside = errors.map(firstLine).filter((line) => !isNotice(line));
  const cause = causes[status];
  if (cause !== undefined && (status !== 'failed' || counts.failed + outside.length === 0)) outside.push(cause);
  return { ...counts, ...reasons, outside, ofEnvironment };
}

const sum = (group: ReadonlyMap<string, number>): number => [...group.values()].reduce((one, other) => one + other, 0);

/** A group as `not run: 3 (2 interrupted; 1 …)`, the most frequent reason first; nothing of an empty one. */
function groupLine(title: string, group: ReadonlyMap<string, number>): string[] {
  if (group.size === 0) return [];
  const [only] = group.keys();
  const sorted = [...group].sort(([, one], [, other]) => other - one);
  const shown = group.size === 1 ? only : sorted.map(([reason, count]) => `${String(count)}: ${reason}`).join('; ');
  return [`${title}: ${String(sum(group))} (${shown ?? ''})`];
}

/** Whether a run failed of its environment alone. */
export const failedOfEnvironment = ({ failed, outside, ofEnvironment }: Account): boolean =>
  ofEnvironment > 0 && ofEnvironment === failed + outside.length;

function environmentLine(ofEnvironment: number, failures: number): string[] {
  if (ofEnvironment === 0) return [];
  const told =
    ofEnvironment === failures
      ? `, all: nothing is said of the backend (exit code ${String(environmentExitCode)})`
      : '';
  return [`the environment is broken: ${String(ofEnvironment)} of ${String(failures)} failures come of it${told}`];
}

/**
 * The last lines of a run: what is not plainly passed, with its reason, and the verdict, `N passed, N failed, N skipped`.
 * An error outside of tests is a failure too, so that nothing failed exactly when the exit code is 0; skipped is all
 * that came to no verdict.
 */
export function describeAccount(account: Account): string[] {
  const { passed, failed, flaky, outside, ofEnvironment } = account;
  const skipped = sum(account.skipped) + sum(account.notPermitted) + sum(account.notRun);
  return [
    ...groupLine('not permitted', account.notPermitted),
    ...groupLine('not run', account.notRun),
    ...groupLine('skipped for a reason', account.skipped),
    ...(flaky > 0 ? [`flaky: ${String(flaky)} (failed, and passed when repeated; not among the passed)`] : []),
    ...environmentLine(ofEnvironment, failed + outside.length),
    ...outside.map((line) => `failed outside of tests: ${line}`),
    `${String(passed)} passed, ${String(failed + outside.length)} failed, ${String(skipped)} skipped`,
  ];
}
