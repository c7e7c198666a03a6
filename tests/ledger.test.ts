import { expect, test } from '@playwright/test';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isOf, noteWriting, ownerOf } from '../helpers/cleanup/owner.ts';
import { Ledger, readLedgers, settleLedgers, type Entry } from '../helpers/cleanup/ledger.ts';
import { removeAll } from '../helpers/cleanup/remove.ts';
import type { Remover } from '../helpers/cleanup/removal.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { removal } from '../helpers/learnlikemagic/removal.ts';
import { loadEnvironment } from '../env/loader.ts';

const thing = (key?: Entry['key']): Omit<Entry, 'intent' | 'id'> => ({
  system: 'learnlikemagic',
  kind: 'book',
  operation: 'POST /admin/books',
  key,
});

/** A remover that keeps what it was asked, and fails for the ids given. */
function recorder(
  found: readonly string[] = [],
  failing: readonly string[] = [],
): { removed: string[]; remover: Remover } {
  const removed: string[] = [];
  const remover: Remover = {
    resolve: () => Promise.resolve([...found]),
    remove(kind, id) {
      if (failing.includes(id)) return Promise.reject(new Error(`${id} is locked`));
      removed.push(`${kind} ${id}`);
      return Promise.resolve();
    },
    leftovers: () => Promise.resolve([]),
    roots: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  return { removed, remover };
}

test('an intent is on disk before it is answered, in whole lines', ({}, testInfo) => {
  const directory = testInfo.outputPath('ledger');
  const ledger = new Ledger(directory, 'worker0-1');
  const entry = ledger.intend(thing({ author: 'a' }));
  const file = path.join(directory, 'worker0-1.jsonl');
  expect(readFileSync(file, 'utf8')).toBe(
    `${JSON.stringify({ entry: { ...thing({ author: 'a' }), intent: entry.intent } })}\n`,
  );
  ledger.resolve(entry, 'id-1');
  expect(readLedgers(directory)).toEqual({ open: [{ ...entry, id: 'id-1' }], intents: 1, ids: ['id-1'] });
  ledger.remove(entry);
  expect(readLedgers(directory)).toEqual({ open: [], intents: 1, ids: ['id-1'] });
  expect(readdirSync(directory)).toEqual(['worker0-1.jsonl']);
});

test('a process killed between intent and answer leaves the intent open, and its key finds the thing', async ({}, testInfo) => {
  const directory = testInfo.outputPath('ledger');
  new Ledger(directory, 'worker0-1').intend(thing({ author: 'a' }));
  const { open } = readLedgers(directory);
  expect(open).toMatchObject([{ key: { author: 'a' } }]);
  expect(open[0]).not.toHaveProperty('id');

  // The key finds also what one call created twice.
  const { removed, remover } = recorder(['a_maths_8', 'a_maths_8_1']);
  await removeAll(
    open,
    () => remover,
    (entry) => {
      Ledger.strike(directory, 'end', entry);
    },
  );
  expect(removed).toEqual(['book a_maths_8', 'book a_maths_8_1']);
  expect(readLedgers(directory)).toEqual({ open: [], intents: 1, ids: [] });
});

test('several writers of one run are read together', ({}, testInfo) => {
  const directory = testInfo.outputPath('ledger');
  for (const owner of ['worker0-1', 'worker1-1']) new Ledger(directory, owner).intend(thing());
  const { open, intents } = readLedgers(directory);
  expect(intents).toBe(2);
  expect(new Set(open.map(({ intent }) => intent)).size).toBe(2);
  expect(readLedgers(testInfo.outputPath('none'))).toEqual({ open: [], intents: 0, ids: [] });
});

test('a line that was cut short does not hide the others', ({}, testInfo) => {
  const directory = testInfo.outputPath('ledger');
  const ledger = new Ledger(directory, 'worker0-1');
  ledger.intend(thing());
  appendFileSync(path.join(directory, 'worker0-1.jsonl'), '{"entry":{"intent":"wor\n');
  ledger.intend(thing());
  expect(readLedgers(directory).open).toHaveLength(2);
});

test('the newest goes first; a root that fails does not stop the others and stays open', async ({}, testInfo) => {
  const ledger = new Ledger(testInfo.outputPath('ledger'), 'worker0-1');
  for (const id of ['first', 'second', 'third']) ledger.resolve(ledger.intend(thing()), id);
  const { removed, remover } = recorder([], ['second']);
  const removing = removeAll(
    ledger.open(),
    () => remover,
    (entry) => {
      ledger.remove(entry);
    },
  );
  await expect(removing).rejects.toThrow(
    'Clean-up left 1 of 3 behind:\n  - book second (POST /admin/books): second is locked',
  );
  expect(removed).toEqual(['book third', 'book first']);
  expect(ledger.open().map(({ id }) => id)).toEqual(['second']);
});

test('stores that do not answer twice in a row are not waited for again; other systems go on', async ({}, testInfo) => {
  const ledger = new Ledger(testInfo.outputPath('ledger'), 'worker0-1');
  ledger.resolve(ledger.intend({ ...thing(), system: 'other' }), 'answers');
  for (const id of ['first', 'second', 'third', 'fourth']) ledger.resolve(ledger.intend(thing()), id);
  const { removed, remover } = recorder();
  const tried: string[] = [];
  const silent: Remover = {
    ...remover,
    remove(_kind, id) {
      tried.push(id);
      return Promise.reject(new Error('S3 bucket b, list x: TimeoutError: nobody answered'));
    },
  };
  const removing = removeAll(
    ledger.open(),
    (system) => (system === 'other' ? remover : silent),
    () => undefined,
  );
  await expect(removing).rejects.toThrow(
    'book first (POST /admin/books): not tried, what was asked before got no answer',
  );
  expect(tried).toEqual(['fourth', 'third']);
  expect(removed).toEqual(['book answers']);
});

test('a system whose stores cannot be opened fails its own entries only', async ({}, testInfo) => {
  const ledger = new Ledger(testInfo.outputPath('ledger'), 'worker0-1');
  ledger.resolve(ledger.intend({ ...thing(), system: 'other' }), 'x');
  ledger.resolve(ledger.intend(thing()), 'y');
  const { removed, remover } = recorder();
  const removerOf = (system: string): Promise<Remover> =>
    system === 'other' ? Promise.reject(new Error('no such store')) : Promise.resolve(remover);
  await expect(removeAll(ledger.open(), removerOf, () => undefined)).rejects.toThrow(
    'book x (POST /admin/books): no such store',
  );
  expect(removed).toEqual(['book y']);
});

// Nothing listens there: whatever reached a store would fail with another message.
test('the removal of LearnLikeMagic refuses a book of others before it touches a store', async () => {
  const { settings } = loadEnvironment({ variables: { SANDBOX_PORTS: '65' }, directory: 'env' });
  const remover = removal.open(settings, { prefix: 'test_run_', redact: createRedaction([]) });
  for (const id of ['ncert_mathematics_8', 'test_run', 'Test_run_x', 'xtest_run_x', 'unknown_x_test_run_', '']) {
    await expect(remover.remove('book', id)).rejects.toThrow(
      'does not belong to this run (test_run_…): nothing was deleted',
    );
  }
  await expect(remover.remove('lesson', 'test_run_1')).rejects.toThrow('knows no kind lesson');
  await remover.close();
});

test('keys and ids of what LearnLikeMagic creates are read from request and answer', () => {
  const { session, book } = removal.kinds;
  expect(session?.keyOf({ body: { student: { id: 's' }, goal: {} } })).toEqual({ id: 's' });
  expect(session?.idOf({ session_id: 'x', first_turn: {} })).toBe('x');
  expect(book?.keyOf({ body: { author: 'a', subject: 'm' } })).toEqual({ author: 'a' });
  expect(book?.keyOf({ body: { author: null, subject: 'm' } })).toEqual({ subject: 'm' });
  expect([book?.keyOf({ raw: { content: '{', contentType: 'x' } }), book?.idOf('no')]).toEqual([undefined, undefined]);
});

test('the sweep removes the ledgers of runs that it has settled, and no others', ({}, testInfo) => {
  const place = testInfo.outputPath('ledger');
  const [swept, other, spared] = ['0mwyz000000000', '0mwyz000000001', '0mwyz000000002'];
  const write = (runId: string, system: string): unknown =>
    new Ledger(path.join(place, runId), 'worker0-1').intend({ ...thing({ author: 'a' }), system });
  write(swept, 'learnlikemagic');
  write(other, 'another');
  write(spared, 'learnlikemagic');
  // A sweep of one deployment says nothing of what lies in another.
  const elsewhere = '0mwyz000000003';
  write(elsewhere, 'learnlikemagic');
  const target = { environment: 'staging', baseUrls: ['https://other.example'] };
  noteWriting(path.join(place, elsewhere), process.pid, target);
  const here = { name: 'staging', baseUrls: ['https://this.example'] } as const;
  const isHere = (directory: string): boolean => isOf(ownerOf(directory), here);
  settleLedgers((prefix) => !prefix.includes(spared), ['learnlikemagic'], isHere, place);
  const runs = [swept, other, spared, elsewhere];
  expect(runs.map((runId) => existsSync(path.join(place, runId)))).toEqual([false, true, true, true]);
});
