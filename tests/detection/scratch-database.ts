import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import pg from 'pg';
import { connectDatabase } from '../../detection/database/connection.ts';
import { databaseMutants } from '../../detection/database/mutants.ts';
import type { DatabasePart, LaneParts } from '../../detection/mutants/mutant.ts';
import { createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres, type PostgresServer } from '../../sandbox/postgres/server.ts';

const place = { host: '127.0.0.1', port: 6503 };
export const roles = { owner: { user: 'owner', password: 'owner' }, suite: { user: 'qa', password: 'qa' } };

/** SQL of a small schema to break: every kind of column and constraint, and a row that was there before. */
export const scratch = `
  DROP SCHEMA IF EXISTS scratch CASCADE;
  CREATE SCHEMA scratch;
  CREATE TABLE scratch.t_parent (id text PRIMARY KEY, name text NOT NULL, note text, size int NOT NULL, at timestamp);
  CREATE TABLE scratch.t_child (
    id text PRIMARY KEY, parent_id text CONSTRAINT to_parent REFERENCES scratch.t_parent ON DELETE CASCADE,
    code text CONSTRAINT one_code UNIQUE, place int);
  CREATE UNIQUE INDEX one_place ON scratch.t_child (lower(id), place) WHERE place > 0;
  GRANT USAGE ON SCHEMA scratch TO qa;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA scratch TO qa;
  INSERT INTO scratch.t_parent VALUES ('old', 'before', 'kept', 1, '2020-01-01');`;

interface Parts {
  /** The engine's connection. */
  database: DatabasePart;
  /** Another connection of the owner, as the API has one. */
  api: DatabasePart;
  /** A connection of the suite's own role. */
  suite: DatabasePart;
  /** Plants a mutant of the scratch schema; the function returned takes it out and tells how often it was met. */
  plant: (id: string) => Promise<() => Promise<number | undefined>>;
}

/** Tests with a PostgreSQL of their own, one for each worker, and a fresh scratch schema for each test. */
export const test = base.extend<Parts, { server: PostgresServer }>({
  server: [
    async ({}, use) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'detection-test-'));
      const server = await startPostgres({ ...place, directory });
      await silence(server);
      await createDatabase(server, 'system', roles.owner, roles.suite);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  database: async ({ server }, use) => {
    const database = await connectDatabase(server.url(roles.owner, 'system'));
    await database.query(scratch);
    await use(database);
    await database.close();
  },
  api: async ({ server }, use) => {
    const api = await connectDatabase(server.url(roles.owner, 'system'));
    await use(api);
    await api.close();
  },
  suite: async ({ server }, use) => {
    const suite = await connectDatabase(server.url(roles.suite, 'system'));
    await use(suite);
    await suite.close();
  },
  plant: async ({ database }, use) => {
    const mutants = new Map((await databaseMutants(database, 'scratch')).map((mutant) => [mutant.id, mutant]));
    await use(async (id) => {
      const mutant = mutants.get(id);
      if (!mutant) throw new Error(`no mutant ${id} among\n${[...mutants.keys()].join('\n')}`);
      const takeOut = await mutant.plant({ databases: new Map([['', [database]]]) } as unknown as LaneParts);
      return async () => (await takeOut()).applied;
    });
  },
});

/** Refused statements are part of these tests, and the server's log goes to their output. */
async function silence(server: PostgresServer): Promise<void> {
  const client = new pg.Client({ connectionString: server.superUrl('postgres') });
  await client.connect();
  await client.query("ALTER SYSTEM SET log_min_messages = 'panic'");
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
