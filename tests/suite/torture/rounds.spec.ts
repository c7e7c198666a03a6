import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

const tag = ['@writes', '@db', '@s3'];

for (const number of [1, 2, 3, 4, 5, 6]) {
  test(`writes, round ${String(number)}`, { tag }, async ({ book: books, database, storage, beside }) => {
    for (let made = 0; made < 3; made += 1) {
      const { id } = await books.create();
      await expect(database).toHaveRowCount('books', { id }, 1);
      const extra = `${objectKeys.prefix(id)}extra.txt`;
      await beside.put(extra, { bytes: Buffer.from('extra'), contentType: 'text/plain' });
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id), extra]);
    }
  });
}

test('stays', { tag }, async ({ book: books }) => {
  await books.create();
  process.stdout.write('it stays\n');
  await pause(20_000);
});

test('only reads', { tag: ['@read-only', '@db'] }, async ({ database }) => {
  await expect(database).toHaveRowCount('books', { id: 'none' }, 0);
});

// Past the ledger: as a write that a retry repeats after its place was removed.
test('leaves an object that no ledger knows', { tag }, async ({ learnlikemagicStorage: storage, run }) => {
  await storage.put(`books/${run.prefix}late/1.txt`, { bytes: Buffer.from('late'), contentType: 'text/plain' });
});
