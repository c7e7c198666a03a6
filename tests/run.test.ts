import { expect, test } from '@playwright/test';
import { currentRunId, isRunId, newRunId, prefixOf, runIdOf, runIdPattern, startedAt } from '../env/run.ts';

test('a run id is [a-z0-9], of one length, and keeps its moment', () => {
  const moment = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
  const id = newRunId(moment);
  expect(id).toMatch(new RegExp(`^${runIdPattern}$`));
  expect(startedAt(id)).toBe(moment);
  expect(prefixOf(id)).toBe(`test_${id}_`);
});

test('run ids sort by time, also over a digit more', () => {
  const moments = [0, Date.UTC(2026, 0), Date.UTC(2026, 0) + 1, 36 ** 8 - 1, 36 ** 8];
  const ids = moments.map((moment) => newRunId(moment));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map(({ length }) => length)).size).toBe(1);
});

test('a run id is told from a name that looks like one, by its time and its check digits', () => {
  const now = Date.UTC(2026, 10, 27);
  const id = newRunId(now);
  expect([isRunId(id, now), runIdOf(prefixOf(newRunId()))]).toEqual([true, expect.any(String)]);
  const digits = Array.from(id).map(
    (digit, place) => id.slice(0, place) + (digit === '0' ? '1' : '0') + id.slice(place + 1),
  );
  const others = ['01012026120000', '0123456789abcd', newRunId(0), newRunId(now + 90_000_000), `${id}0`, id.slice(1)];
  for (const other of [...digits, ...others]) expect(isRunId(other, now), other).toBe(false);
  for (const text of ['', 'test__', `${prefixOf(id)}x`, id, `test_${id}`]) expect(runIdOf(text), text).toBeUndefined();
});

test('runs that start in the same millisecond differ', () => {
  const ids = Array.from({ length: 100 }, () => newRunId(1));
  expect(new Set(ids).size).toBeGreaterThan(90);
});

test('a run id that the shell brings must be one', () => {
  const { TEST_RUN_ID: before } = process.env;
  try {
    process.env['TEST_RUN_ID'] = '../elsewhere';
    expect(() => currentRunId()).toThrow('TEST_RUN_ID=../elsewhere is no run id');
    process.env['TEST_RUN_ID'] = '';
    const made = currentRunId();
    expect(made).toMatch(new RegExp(`^${runIdPattern}$`));
    expect(currentRunId(), 'made once').toBe(made);
  } finally {
    if (before === undefined) delete process.env['TEST_RUN_ID'];
    else process.env['TEST_RUN_ID'] = before;
  }
});
