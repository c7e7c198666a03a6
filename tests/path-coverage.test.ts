import { expect, test } from '@playwright/test';
import { annotatePaths, coverageOf } from '../helpers/reporting/path-coverage.ts';

type Told = Parameters<typeof coverageOf>[1][number];

/** A test that took these paths at its last try, and how that ended. */
function told(name: string, taken: readonly string[], status: Told['results'][number]['status'] = 'passed'): Told {
  const result: Told['results'][number] = { status, annotations: [] };
  annotatePaths(result, new Set(taken));
  return { name, results: [result] };
}

test('a path counts only where a test that passed took it', () => {
  const tests = [told('one', ['a', 'a → b']), told('other', ['a']), told('failed', ['c'], 'failed'), told('none', [])];
  expect(coverageOf(['a', 'a → b', 'c'], tests)).toEqual([
    { path: 'a', tests: ['one', 'other'] },
    { path: 'a → b', tests: ['one'] },
    { path: 'c', tests: [] },
  ]);
});
