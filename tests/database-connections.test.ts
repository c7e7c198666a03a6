import { expect, test as base } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { databaseUrl } from '../env/database-settings.ts';
import { Reader } from '../env/settings.ts';
import { DatabaseError } from '../helpers/database/database-error.ts';
import { Database } from '../helpers/database/database.ts';
import { openSideTransaction } from '../helpers/database/side-transaction.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { asSuperuser, createDatabase } from '../sandbox/postgres/roles.ts';
import { startPostgres, type PostgresServer } from '../sandbox/postgres/server.ts';
import { pgbouncer, startPgbouncer } from './suite/pgbouncer.ts';
import { hasOpenssl, makeCertificates, startTlsProxy, type Certificates, type TlsProxy } from './suite/tls.ts';

// One server for all: it costs more than every test here.
base.describe.configure({ mode: 'default' });

const port = 6560;
const owner = { user: 'owner', password: 'owner' };
const suite = { user: 'qa', password: 'qa' };
/** Every character that means something in a URL or in an env file. */
const awkward = { user: 'awk#ward', password: `p#a/s@s%?:&= 'x` };

const tables = { things: z.strictObject({ id: z.number(), name: z.string() }) };
const redact = createRedaction([]);

interface Fixtures {
  /** A handle on the database by this URL. */
  open: (url: string) => Database<typeof tables>;
  secure: TlsProxy;
}

const test = base.extend<Fixtures, { server: PostgresServer; certificates: Certificates }>({
  server: [
    async ({}, use) => {
      const server = await startPostgres({
        host: '127.0.0.1',
        port,
        directory: await mkdtemp(path.join(tmpdir(), 'connections-test-')),
      });
      await createDatabase(server, 'system', owner, suite);
      await asSuperuser(server, 'system', [
        `ALTER SYSTEM SET log_min_messages = 'panic'`,
        'SELECT pg_reload_conf()',
        `CREATE ROLE "${awkward.user}" LOGIN PASSWORD '${awkward.password.replaceAll("'", "''")}'`,
        `GRANT CONNECT ON DATABASE system TO "${awkward.user}"`,
        'CREATE TABLE things (id int PRIMARY KEY, name text NOT NULL)',
        `GRANT SELECT, INSERT, UPDATE, DELETE ON things TO qa, "${awkward.user}"`,
      ]);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  certificates: [
    async ({}, use) => {
      await use(makeCertificates(await mkdtemp(path.join(tmpdir(), 'certificates-test-'))));
    },
    { scope: 'worker' },
  ],
  open: async ({ server }, use) => {
    await asSuperuser(server, 'system', ['TRUNCATE things', `INSERT INTO things VALUES (1, 'first')`]);
    const opened: Database<typeof tables>[] = [];
    await use((url) => {
      const database = new Database(tables, { url, applicationName: 'connections-test', redact });
      opened.push(database);
      return database;
    });
    for (const database of opened) await database.close();
  },
  secure: async ({ certificates, server }, use) => {
    expect(server).toBeDefined();
    const proxy = await startTlsProxy(port, certificates);
    await use(proxy);
    await proxy.close();
  },
});

const first = { id: 1, name: 'first' };

/** The URL that the settings make of these variables of one connection. */
function urlOf(variables: Readonly<Record<string, string>>): string {
  const read = new Reader(Object.fromEntries(Object.entries(variables).map(([name, value]) => [`X_${name}`, value])));
  const url = databaseUrl(read, 'X');
  expect(read.problems).toEqual([]);
  return url;
}

const plain = `postgresql://qa:qa@127.0.0.1:${String(port)}/system`;

test('every statement ends in time, and leaves nothing behind that the session would keep', async ({ open }) => {
  const database = open(`${plain}?pool_max_conns=1`);
  const asked = `SELECT current_setting('statement_timeout') AS limit, current_setting('transaction_read_only') AS read_only`;
  expect(await database.query(asked)).toEqual([{ limit: '15s', read_only: 'on' }]);
  await database.insert('things', { id: 2, name: 'second' });
  await database.transaction([
    { text: `UPDATE things SET name = name || current_setting('statement_timeout') WHERE id = $1`, values: [2] },
  ]);
  expect(await database.row('things', { id: 2 })).toEqual({ id: 2, name: 'second15s' });
});

test('the server refuses a query that writes, however it is dressed', async ({ open }) => {
  const database = open(plain);
  for (const text of [
    'DELETE FROM things',
    `WITH gone AS (DELETE FROM things RETURNING *) SELECT * FROM gone`,
    `UPDATE things SET name = 'mine'`,
    `COMMIT`,
    'SELECT id FROM things FOR UPDATE',
  ]) {
    const outcome = await database.query(text).then(
      () => 'nothing was refused',
      (error: unknown) => (error instanceof DatabaseError ? error.code : error),
    );
    expect.soft(outcome, text).toBe(text === 'COMMIT' ? 'nothing was refused' : '25006');
  }
  expect(await database.query('SELECT * FROM things')).toEqual([first]);
});

test('a failure leaves the connection as it was, and a transaction is all or nothing', async ({ open }) => {
  const database = open(`${plain}?pool_max_conns=1`);
  await expect(database.query('SELECT * FROM nothing')).rejects.toMatchObject({ code: '42P01' });
  const twice = ['INSERT INTO things VALUES (3, $1)', 'INSERT INTO things VALUES (3, $1)'];
  await expect(database.transaction(twice.map((text) => ({ text, values: ['third'] })))).rejects.toMatchObject({
    code: '23505',
    constraint: 'things_pkey',
  });
  expect(await database.query('SELECT * FROM things')).toEqual([first]);
});

test('a handle opens as many connections as its pool size permits', async ({ open }) => {
  const database = open(urlOf({ URL: plain, POOL_SIZE: '1' }));
  const pids = await Promise.all([1, 2, 3].map(() => database.query(`SELECT pg_backend_pid() AS pid, pg_sleep(0.02)`)));
  expect(new Set(pids.map((rows) => JSON.stringify(rows))).size).toBe(1);
});

test('a password may hold any character where it stands alone', async ({ open }) => {
  const single = {
    HOST: '127.0.0.1',
    PORT: String(port),
    NAME: 'system',
    USER: awkward.user,
    PASSWORD: awkward.password,
  };
  expect(await open(urlOf(single)).query('SELECT * FROM things')).toEqual([first]);
});

test('a pooler in transaction mode with its default configuration serves several clients', async ({ open, server }) => {
  test.skip(pgbouncer === undefined, 'no pgbouncer on this machine');
  expect(server).toBeDefined();
  const pooled = `postgresql://qa:qa@127.0.0.1:${String(port + 1)}/system`;
  const options = { program: pgbouncer ?? '', directory: await mkdtemp(path.join(tmpdir(), 'pgbouncer-test-')) };
  const pooler = await startPgbouncer({ ...options, port: port + 1, target: port, role: suite });
  try {
    const [one, other] = [open(pooled), open(pooled)];
    await one.insert('things', { id: 2, name: 'through the pooler' });
    const reads = [one, other, one, other].map((database) => database.count('things', { name: 'through the pooler' }));
    expect(await Promise.all(reads)).toEqual([1, 1, 1, 1]);
    // The pooler gives every client the same connection to the server: what one leaves there, another one finds.
    const side = await openSideTransaction({ url: pooled, applicationName: 'side', redact });
    await side.query('UPDATE things SET name = $1 WHERE id = 2', ['from the side']);
    await side.commit();
    await side.close();
    expect(await other.row('things', { id: 2 })).toMatchObject({ name: 'from the side' });
    const { default: pg } = await import('pg');
    const stranger = new pg.Client(pooled);
    await stranger.connect();
    const { rows } = await stranger.query('SHOW statement_timeout');
    await stranger.end();
    expect(rows).toEqual([{ statement_timeout: '0' }]);
  } finally {
    await pooler.close();
  }
});

test.describe('TLS', () => {
  test.skip(!hasOpenssl(), 'no openssl on this machine to make certificates with');

  test('is used as the setting says, without a warning', async ({ open, secure, certificates }) => {
    const warnings: Error[] = [];
    process.on('warning', (warning) => warnings.push(warning));
    const URL = `postgresql://qa:qa@localhost:${String(secure.port)}/system`;
    const byAddress = URL.replace('localhost', '127.0.0.1');
    for (const variables of [
      { URL: `${URL}?sslmode=require` },
      { URL, SSLMODE: 'require' },
      { URL, SSLMODE: 'no-verify' },
      { URL, SSLROOTCERT: certificates.authority },
      { URL, SSLMODE: 'verify-full', SSLROOTCERT: certificates.authority },
      { URL: byAddress, SSLMODE: 'verify-ca', SSLROOTCERT: certificates.authority },
      { URL: plain, SSLMODE: 'disable' },
    ]) {
      expect.soft(await open(urlOf(variables)).query('SELECT * FROM things')).toEqual([first]);
    }
    expect(warnings).toEqual([]);
  });

  test('says what to set where the two sides expect something else of each other', async ({
    open,
    secure,
    certificates,
  }) => {
    const URL = `postgresql://qa:qa@localhost:${String(secure.port)}/system`;
    const byAddress = URL.replace('localhost', '127.0.0.1');
    for (const [variables, advice] of [
      [{ URL }, 'the server wants TLS: set sslmode=verify-full'],
      [{ URL: plain, SSLMODE: 'require' }, 'the server offers no TLS: set sslmode=disable'],
      [{ URL, SSLMODE: 'verify-full' }, 'set sslrootcert to the file of its certificate'],
      [{ URL: byAddress, SSLROOTCERT: certificates.authority }, 'its certificate is for another host'],
    ] as const) {
      await expect.soft(open(urlOf(variables)).query('SELECT 1')).rejects.toThrow(advice);
    }
  });
});
