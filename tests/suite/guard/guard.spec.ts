import { z } from 'zod';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { operation } from '../../../helpers/http/operation.ts';

const withModel = operation({
  method: 'GET',
  path: '/',
  writes: false,
  llmCalls: 2,
  responses: { 200: z.unknown() },
});
const slow = operation({ method: 'GET', path: '/slow', writes: false, responses: { 200: z.unknown() } });

test('right tags', { tag: ['@smoke', '@read-only'] }, async ({ learnlikemagic }) => {
  expect(await learnlikemagic.getHealth(200)).toMatchObject({ status: 'ok' });
});

test('no tag', () => undefined);
test('no effect', { tag: '@smoke' }, () => undefined);
test('both effects', { tag: ['@read-only', '@writes'] }, () => undefined);
test('an unknown tag', { tag: ['@read-only', '@smoek'] }, () => undefined);
test('smoke with fault', { tag: ['@read-only', '@smoke', '@fault'] }, () => undefined);
test('a forbidden effect', { tag: '@writes' }, () => undefined);
test('needs fault control', { tag: ['@read-only', '@fault'] }, () => undefined);
test('needs a scripted model', { tag: ['@read-only', '@scripted'] }, () => undefined);
test('needs both', { tag: ['@read-only', '@scripted', '@fault'] }, () => undefined);
test('needs signed URLs', { tag: ['@read-only', '@signed-urls'] }, () => undefined);

test('reads the database without its tag', { tag: '@read-only' }, async ({ database }) => {
  await database.row('books', { id: 'x' });
});

test('reads the bucket without its tag', { tag: '@read-only' }, async ({ storage }) => {
  await storage.get('x');
});

test('calls the model without its tag', { tag: '@read-only' }, async ({ learnlikemagic }) => {
  await learnlikemagic.call(withModel, 200);
});

test('uses the outage without its tag', { tag: '@read-only' }, async ({ learnlikemagicOutage }) => {
  await learnlikemagicOutage.getHealth(200);
});

test('a read-only test that writes', { tag: '@read-only' }, async ({ learnlikemagic }) => {
  await learnlikemagic.deleteBook(204, { path: { book_id: 'x' } });
});

test('a read-only test that inserts', { tag: ['@read-only', '@db'] }, async ({ guideline }) => {
  await guideline.create();
});

test('model calls add to the time', { tag: ['@read-only', '@llm'] }, async ({ learnlikemagic }) => {
  const { timeout } = test.info();
  await learnlikemagic.call(withModel, 200);
  // What the call took was added; what it was allowed beyond that was taken back.
  const added = test.info().timeout - timeout;
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(2 * 7_000);
});

test('an answer that nobody judged', { tag: '@read-only' }, async ({ learnlikemagic }) => {
  await learnlikemagic.getHealth.send();
});

test('a call that nobody awaited', { tag: '@read-only' }, ({ learnlikemagic }) => {
  void learnlikemagic.send(slow);
});
