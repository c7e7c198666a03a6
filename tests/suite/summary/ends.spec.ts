import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';

const tag = '@read-only';

test('passes', { tag }, () => undefined);
test('fails', { tag }, () => {
  expect(1).toBe(2);
});
test('flutters', { tag }, ({}, { retry }) => {
  expect(retry).toBe(1);
});
test('is skipped', { tag }, () => {
  test.skip(true, 'of no use here');
});
test('needs fault control', { tag: [tag, '@fault'] }, () => undefined);
test('writes', { tag: '@writes' }, () => undefined);
test('writes as well', { tag: '@writes' }, () => undefined);

test('finds no database', { tag: [tag, '@db'] }, async ({ database }) => {
  await database.row('books', { id: 'x' });
});

test('leaves something behind', { tag }, ({ cleanup }) => {
  const written = { system: 'learnlikemagic', kind: 'guideline', operation: 'INSERT', key: undefined };
  cleanup.resolve(cleanup.intend(written), 'test_x');
  // Struck off by nobody: the end of the run has to see to it.
  cleanup.open = () => [];
});

test('hangs', { tag }, async () => {
  process.stdout.write('now it hangs\n');
  await new Promise((resolve) => setTimeout(resolve, 15_000));
});
test('comes after it', { tag }, () => undefined);
