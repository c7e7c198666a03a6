import { expect, test } from '@playwright/test';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createRedaction } from '../helpers/http/redaction.ts';
import { DatabaseError } from '../helpers/database/database-error.ts';
import { Database } from '../helpers/database/database.ts';
import { removeRows } from '../helpers/database/row-removal.ts';
import { changeSchema } from '../helpers/database/schema-change.ts';
import { tables } from '../helpers/learnlikemagic/tables.ts';
import { Storage } from '../helpers/storage/storage.ts';
import { startStub } from './suite/stub.ts';

const redact = createRedaction(['canary-password', 'canary-s3-secret']);
// Port 1 refuses.
const url = 'postgresql://qa:canary-password@127.0.0.1:1/learnlikemagic';

/** The text of the error that a promise is rejected with, with everything that hangs on it. */
const errorText = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => {
      throw new Error('It was not refused');
    },
    (error: unknown) => {
      expect(error).not.toHaveProperty('cause');
      return error instanceof Error ? `${String(error.stack)} ${JSON.stringify(error)}` : String(error);
    },
  );

test('an unreachable database is named without its password', async () => {
  const database = new Database(tables, { url, applicationName: 'test', redact });
  const text = await errorText(database.row('books', { id: 'x' }));
  expect(text).toContain('PostgreSQL 127.0.0.1:1/learnlikemagic, SELECT "id", ');
  expect(text).toContain('ECONNREFUSED');
  await expect(database.row('books', { id: 'x' })).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'ECONNREFUSED',
  });
  expect(text).not.toContain('canary');
  await database.close();
});

/** A database whose transactions fail one after the other with these errors, and then succeed. */
const failing = (...errors: Error[]): Parameters<typeof changeSchema>[0] & { calls: unknown[] } => {
  const calls: unknown[] = [];
  return {
    calls,
    transaction: (statements) => {
      calls.push(statements);
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve();
    },
  };
};

test('a change of a schema is tried again when the table is in use, in whatever language the server says so', async () => {
  const inUse = new DatabaseError('Anweisung wird storniert wegen Zeitüberschreitung einer Sperre', '55P03', undefined);
  const other = new DatabaseError('lock timeout', '42501', undefined);
  const busy = failing(inUse, inUse);
  await changeSchema(busy, ['DROP SEQUENCE s']);
  expect(busy.calls).toHaveLength(3);
  const refused = failing(other);
  await expect(changeSchema(refused, ['DROP SEQUENCE s'])).rejects.toBe(other);
  expect(refused.calls).toHaveLength(1);
});

test('rows are removed again when a request that is still under way has stored another child', async () => {
  const statements = [{ text: 'DELETE FROM children', values: [] }];
  const referredTo = new DatabaseError('verletzt Fremdschlüssel', '23503', 'children_parent_fkey');
  const other = new DatabaseError('foreign key', '42501', undefined);
  const late = failing(referredTo, referredTo);
  await removeRows(late, statements);
  expect(late.calls).toEqual([statements, statements, statements]);
  const refused = failing(other);
  await expect(removeRows(refused, statements)).rejects.toBe(other);
  expect(refused.calls).toHaveLength(1);
});

test('a read without a condition is refused, and nothing is connected before the first query', async () => {
  const database = new Database(tables, { url, applicationName: 'test', redact });
  await expect(database.rows('books', {})).rejects.toThrow('A read needs at least one column value');
  await database.close();
});

test('a bucket that cannot be reached, or refuses, is named without the secret', async () => {
  const stub = await startStub(({ headers }, response) => {
    // A careless server that prints what it got.
    const said = `canary-s3-secret ${String(headers['authorization'])}`;
    const body = `<Error><Code>SignatureDoesNotMatch</Code><Message>Authorization: ${said}</Message></Error>`;
    response.writeHead(403, { 'content-type': 'application/xml' }).end(body);
  });
  const settings = {
    bucket: 'books',
    region: 'us-east-1',
    endpoint: stub.url,
    credentials: { accessKeyId: 'canary-key-id', secretAccessKey: 'canary-s3-secret' },
  };
  const storage = new Storage(settings, redact);
  const refused = await errorText(storage.keys('books/x/'));
  expect(refused).toContain('S3 bucket books, list books/x/: SignatureDoesNotMatch');
  expect(refused).not.toContain('canary');
  await storage.close();
  await stub.close();

  const unreachable = new Storage(settings, redact);
  const text = await errorText(unreachable.find('books/x/1.png'));
  expect(text).toContain('S3 bucket books, get books/x/1.png: ');
  expect(text).not.toContain('canary');
  await unreachable.close();
});

test('the bucket is written to under the run’s prefix only', async () => {
  const settings = { bucket: 'books', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', credentials: undefined };
  const object = { bytes: Buffer.from('x'), contentType: 'text/plain' };
  const own = new Storage(settings, redact, { starts: ['books/test_run_'] });
  await expect(own.put('books/ncert_8/1.png', object)).rejects.toThrow(
    'books/ncert_8/1.png does not belong to this run',
  );
  await expect(own.removePrefix('books/')).rejects.toThrow('books/ does not belong to this run, nothing was written');
  // The name of the run somewhere in a key is not enough: the end proof looks where keys start so.
  await expect(own.put('elsewhere/test_run_a/1.png', object)).rejects.toThrow('does not belong to this run');
  const readOnly = new Storage(settings, redact);
  await expect(readOnly.put('books/test_run_a/1.png', object)).rejects.toThrow('nothing was written');
  await Promise.all([own.close(), readOnly.close()]);
});

test('a bucket that takes connections and never answers is waited for a while, and not for ever', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const credentials = { accessKeyId: 'canary-key-id', secretAccessKey: 'canary-s3-secret' };
  const storage = new Storage({ bucket: 'books', region: 'us-east-1', endpoint, credentials }, redact, undefined, 200);
  await expect(storage.keys('books/x/')).rejects.toThrow(/S3 bucket books, list books\/x\/: TimeoutError/);
  await storage.close();
  server.close();
});
