import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { newLedger } from '../../../fixtures/cleanup.ts';

/** A book of somebody else, and where its API is. */
const { ATTACKED_BOOK: id = '', ATTACKED_API: api = '' } = process.env;
const book = `${api}/admin/books/${id}`;
const removeBook = 'DELETE FROM books WHERE id = $1';
const object = { bytes: Buffer.from('x'), contentType: 'text/plain' };
const tag = ['@read-only', '@db', '@s3'];

/** Calls a method whether the type has it or not: what counts is the last fence, not the first. */
function call(target: object, name: string, ...values: unknown[]): Promise<unknown> {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== 'function') throw new Error(`refused: it has no ${name}`);
  return (method as (...given: unknown[]) => Promise<unknown>).apply(target, values);
}

test('query with DELETE', { tag }, async ({ database }) => {
  await call(database, 'query', removeBook, [id]);
});
test('query with DELETE in a CTE', { tag }, async ({ learnlikemagicDatabase: database }) => {
  await call(database, 'query', `WITH gone AS (${removeBook} RETURNING id) SELECT * FROM gone`, [id]);
});
test('query that ends its transaction', { tag }, async ({ learnlikemagicDatabase: database }) => {
  await call(database, 'query', `COMMIT; DELETE FROM books WHERE id = '${id}'; BEGIN`);
});
test('insert', { tag }, async ({ database, run }) => {
  await call(database, 'insert', 'teaching_guidelines', {
    ...{ id: run.name(), country: 'x', board: 'x', grade: 1, subject: 'x', topic: 'x', subtopic: 'x', guideline: 'x' },
  });
});
test('execute', { tag }, async ({ database }) => {
  await call(database, 'execute', removeBook, [id]);
});
test('transaction', { tag }, async ({ database }) => {
  await call(database, 'transaction', [{ text: removeBook, values: [id] }]);
});
test("execute of the worker's handle", { tag }, async ({ learnlikemagicDatabase: database }) => {
  await call(database, 'execute', removeBook, [id]);
});
test('put', { tag }, async ({ storage, run }) => {
  await call(storage, 'put', `books/${run.prefix}x/1.txt`, object);
});
test('removePrefix', { tag }, async ({ learnlikemagicStorage: storage }) => {
  await call(storage, 'removePrefix', `books/${id}/`);
});
test("put of the worker's handle", { tag }, async ({ learnlikemagicStorage: storage, run }) => {
  await call(storage, 'put', `books/${run.prefix}x/2.txt`, object);
});
test("Playwright's own request", { tag }, async ({ request }) => {
  await request.delete(book);
});
test("Playwright's own page", { tag }, async ({ page }) => {
  await page.request.delete(book);
});
test("Playwright's own library", { tag }, async ({ playwright }) => {
  const context = await playwright.request.newContext();
  await context.delete(book);
});
test('context of the API', { tag }, async ({ apiContext }) => {
  await call(apiContext, 'delete', book);
});
test('operation', { tag }, async ({ learnlikemagic }) => {
  await learnlikemagic.deleteBook(204, { path: { book_id: id } });
});
test('operation that nobody judges', { tag }, async ({ learnlikemagic }) => {
  await learnlikemagic.deleteBook.prepare({ path: { book_id: id } })();
});
test('clean-up of another run', { tag }, async ({ learnlikemagicRemoval, environment, redact }) => {
  const remover = await call(learnlikemagicRemoval, 'open', environment.settings, { prefix: id.slice(0, 5), redact });
  await call(remover as object, 'remove', 'book', id);
});
test('clean-up under another prefix', { tag }, async ({ run, sweepLedger }) => {
  Object.assign(run, { prefix: id.slice(0, 5) });
  const ledger = newLedger(run.id, 0);
  const entry = ledger.intend({ system: 'learnlikemagic', kind: 'book', operation: 'none', key: undefined });
  ledger.resolve(entry, id);
  await sweepLedger(ledger);
});

test('may read', { tag: [...tag, '@critical'] }, async ({ database, storage, learnlikemagic }) => {
  await expect(database).toHaveRowCount('books', { id }, 1);
  expect(await storage.keys(`books/${id}/`)).not.toEqual([]);
  await learnlikemagic.getBook(200, { path: { book_id: id } });
});
