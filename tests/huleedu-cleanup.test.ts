import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Redis } from 'ioredis';
import pg from 'pg';
import { newRunId, prefixOf } from '../env/run.ts';
import type { SystemSettings } from '../env/systems/index.ts';
import type { Remover } from '../helpers/cleanup/removal.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { markedId, markOf, prefixOfMarked } from '../helpers/huleedu/marks.ts';
import { removal } from '../helpers/huleedu/removal.ts';
import { startCache } from '../sandbox/cache/server.ts';
import { migrateChain, migrateClassManagement } from '../sandbox/huleedu/index.ts';
import { databases, suite } from '../sandbox/huleedu/settings.ts';
import { createDatabase } from '../sandbox/postgres/roles.ts';
import { startPostgres } from '../sandbox/postgres/server.ts';

type Service = keyof typeof databases;

/** The stores of the services without the services. */
interface Stores {
  settings: SystemSettings;
  /** Runs SQL as the owner of a service's tables. */
  sql: (service: Service, text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  redis: Redis;
}

const port = 6560 + Number(process.env['TEST_PARALLEL_INDEX'] ?? '0');

const test = base.extend<{ prefix: string; remover: Remover }, { stores: Stores }>({
  stores: [
    async ({}, use) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'huleedu-cleanup-'));
      const postgres = await startPostgres({ host: '127.0.0.1', port, directory });
      const cache = await startCache({ host: '127.0.0.1', port: 0, password: 'secret' });
      for (const { name, owner } of Object.values(databases)) await createDatabase(postgres, name, owner, suite);
      const urlOf = (service: Service): string => postgres.url(databases[service].owner, databases[service].name);
      const urls = Object.fromEntries((Object.keys(databases) as Service[]).map((each) => [each, urlOf(each)]));
      const { classManagement = '', batchOrchestrator = '', essayLifecycle = '', nlp = '' } = urls;
      await migrateClassManagement(classManagement);
      await migrateChain({ batchOrchestrator, essayLifecycle, nlp });
      const redis = new Redis(cache.url);
      const huleedu = {
        ...{ databases: { classManagement, batchOrchestrator, essayLifecycle }, nlpDatabaseUrl: nlp },
        ...{ redisUrl: cache.url, kafka: undefined, spare: undefined },
      };
      await use({
        settings: { huleedu } as unknown as SystemSettings,
        redis,
        async sql(service, text, values = []) {
          const client = new pg.Client(urlOf(service));
          await client.connect();
          try {
            return (await client.query<Record<string, unknown>>(text, values)).rows;
          } finally {
            await client.end();
          }
        },
      });
      await redis.quit();
      await cache.close();
      await postgres.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  prefix: async ({}, use) => {
    await use(prefixOf(newRunId()));
  },
  remover: async ({ stores, prefix }, use) => {
    const remover = removal.open(stores.settings, { prefix, redact: createRedaction([]) });
    await use(remover);
    await remover.close();
  },
});

test.describe.configure({ mode: 'default' });

const outbox = (stores: Stores, service: Service, correlationId: string, data: object): Promise<unknown> =>
  stores.sql(
    service,
    `INSERT INTO event_outbox (id, aggregate_id, aggregate_type, event_type, event_data, event_key, topic)
     VALUES ($1, 'a', 'batch', 'topic', $2, 'a', 'topic')`,
    [randomUUID(), JSON.stringify({ event_type: 'topic', source_service: 's', correlation_id: correlationId, data })],
  );

const tracker = (stores: Stores, batchId: string, userId: string): Promise<unknown> =>
  stores.sql(
    'essayLifecycle',
    `INSERT INTO batch_essay_trackers (batch_id, expected_essay_ids, available_slots, expected_count, course_code,
       essay_instructions, user_id, correlation_id, total_slots) VALUES ($1, '[]', '[]', 1, 'SV1', '', $2, $3, 1)`,
    [batchId, userId, randomUUID()],
  );

const essay = (stores: Stores, batchId: string): Promise<unknown> =>
  stores.sql(
    'essayLifecycle',
    `INSERT INTO essay_states (essay_id, batch_id, current_status, processing_metadata, timeline, storage_references)
     VALUES ($1, $2, 'uploaded', '{}', '{}', '{}')`,
    [randomUUID(), batchId],
  );

const claimOf = (correlationId: string): string =>
  JSON.stringify({ status: 'completed', event_id: randomUUID(), correlation_id: correlationId });

const everything = async (remover: Remover): Promise<string[]> => [
  ...(await remover.leftovers()),
  ...((await remover.traces?.()) ?? []).map(({ id }) => id),
];

test('a UUID of a run names it, and no other does', ({ prefix }) => {
  const id = markedId(prefix);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(id.startsWith(markOf(prefix))).toBe(true);
  expect(prefixOfMarked(id)).toBe(prefix);
  for (const other of [randomUUID(), prefix, '']) expect(prefixOfMarked(other)).toBeUndefined();
  for (const run of ['00000000000000', 'zzzzzzzzzzzzzz'])
    expect(prefixOfMarked(markedId(prefixOf(run)))).toBe(prefixOf(run));
});

test('rows, keys and claims that carry UUIDs only are found by the run’s correlation ids, and removed', async ({
  stores,
  prefix,
  remover,
}) => {
  const [batchId, lostId] = [randomUUID(), markedId(prefix)];
  for (const service of Object.keys(databases) as Service[])
    await outbox(stores, service, markedId(prefix), { batch_id: randomUUID() });
  // Its batch is gone from the orchestrator: the process was killed in the middle of the removal.
  await tracker(stores, batchId, `${prefix}teacher`);
  await essay(stores, batchId);
  await outbox(stores, 'essayLifecycle', randomUUID(), { batch_id: batchId });
  await stores.redis.hset(`pending_content:${lostId}`, 'text', '{}');
  const claim = `huleedu:idempotency:v2:nlp-service:some_topic:${randomUUID()}`;
  await stores.redis.set(claim, claimOf(markedId(prefix)), 'EX', 100);

  const found = await everything(remover);
  expect(found).toHaveLength(4 + 1 + 2);
  expect(found).toEqual(
    expect.arrayContaining([`tracker of batch ${batchId}`, `key pending_content:${lostId}`, claim]),
  );
  expect(await removal.findRuns(stores.settings, createRedaction([]))).toContain(prefix);

  for (const { kind, id } of [...(await remover.roots()), ...((await remover.traces?.()) ?? [])])
    await remover.remove(kind, id);

  expect(await everything(remover)).toEqual([]);
  expect(await stores.sql('essayLifecycle', 'SELECT FROM essay_states WHERE batch_id = $1', [batchId])).toEqual([]);
  const told = `SELECT FROM event_outbox WHERE event_data->'data'->>'batch_id' = $1`;
  expect(await stores.sql('essayLifecycle', told, [batchId])).toEqual([]);
  expect(await removal.findRuns(stores.settings, createRedaction([]))).not.toContain(prefix);
});

test('what hangs on ids of the ledger is found although nothing of it names the run', async ({ stores, remover }) => {
  const [batchId, classId] = [randomUUID(), randomUUID()];
  await essay(stores, batchId);
  for (const service of Object.keys(databases) as Service[])
    await outbox(stores, service, randomUUID(), { batch_id: batchId });
  const keys = [`batch:${batchId}:completed`, `pending_content:${batchId}`, `nlp:roster:${classId}`];
  for (const key of keys) await stores.redis.set(key, '1', 'EX', 100);

  expect(await remover.leftovers()).toEqual([]);
  const found = await remover.leftovers([batchId, classId]);

  expect(found).toEqual(expect.arrayContaining(keys.map((key) => `key ${key}`)));
  expect(found).toHaveLength(keys.length + 4 + 1);
  await remover.remove('batch', batchId);
  await remover.remove('class', classId);
  expect(await remover.leftovers([batchId, classId])).toEqual([]);
});

test('what is another run’s, or nobody’s, is neither found nor removed', async ({ stores, remover }) => {
  const other = prefixOf(newRunId());
  const batchId = randomUUID();
  await tracker(stores, batchId, `${other}teacher`);
  await outbox(stores, 'nlp', markedId(other), { batch_id: batchId });
  const claim = `huleedu:idempotency:v2:nlp-service:some_topic:${randomUUID()}`;
  await stores.redis.set(claim, claimOf(markedId(other)), 'EX', 100);
  const [row] = await stores.sql('nlp', `SELECT id FROM event_outbox WHERE event_data->'data'->>'batch_id' = $1`, [
    batchId,
  ]);

  expect(await everything(remover)).toEqual([]);
  expect(await remover.roots()).toEqual([]);
  await remover.remove('outbox', `nlp ${String(row?.['id'])}`);
  await expect(remover.remove('key', 'session:somebody')).rejects.toThrow('nothing was deleted');

  const told = `SELECT id FROM event_outbox WHERE event_data->'data'->>'batch_id' = $1`;
  expect(await stores.sql('nlp', told, [batchId])).toHaveLength(1);
  expect(await stores.redis.exists(claim)).toBe(1);
});

test('a class goes although the database would not take along what hangs on it', async ({
  stores,
  prefix,
  remover,
}) => {
  const [classId, studentId] = [randomUUID(), randomUUID()];
  await stores.sql(
    'classManagement',
    `INSERT INTO classes (id, name, created_by_user_id, course_id) SELECT $1, 'c', $2, id FROM courses LIMIT 1`,
    [classId, `${prefix}teacher`],
  );
  await stores.sql(
    'classManagement',
    `INSERT INTO students (id, first_name, last_name, created_by_user_id) VALUES ($1, 'A', 'B', $2)`,
    [studentId, `${prefix}teacher`],
  );
  await stores.sql('classManagement', 'INSERT INTO class_student_association VALUES ($1, $2)', [classId, studentId]);
  const key = 'class_student_association_class_id_fkey';
  const replace = (action: string): Promise<unknown> =>
    stores.sql(
      'classManagement',
      `ALTER TABLE class_student_association DROP CONSTRAINT ${key},
         ADD CONSTRAINT ${key} FOREIGN KEY (class_id) REFERENCES classes (id) ${action}`,
    );
  await replace('');
  try {
    await remover.remove('class', classId);
  } finally {
    await replace('ON DELETE CASCADE');
  }
  await remover.remove('student', studentId);
  expect(await remover.leftovers([classId, studentId])).toEqual([]);
});
