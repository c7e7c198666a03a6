import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, topics } from '../../../fixtures/huleedu/values.ts';

/** Whether there are such rows, each dated by a day around now: only class management's zone is laid down. */
const dated = (table: string, column: string, condition: string): string =>
  `SELECT '${table}.${column}' AS what, count(*) > 0 AND count(*) = count(${column})
     AND bool_and(abs(extract(epoch FROM ${column}::timestamp - now() AT TIME ZONE 'utc')) < 86400) AS is_now
   FROM ${table} WHERE ${condition}`;

const written = (table: string, condition: string): string[] =>
  ['created_at', 'updated_at'].map((column) => dated(table, column, condition));

/** What is said of a teacher, or of a batch. */
const told = 'position($1 in event_data::text) > 0';
const sent = dated('event_outbox', 'published_at', told);
const byTeacher = ['classes', 'students'].flatMap((table) => written(table, 'created_by_user_id = $1'));
const ofBatch = [...written('batches', 'id = $1'), ...written('batch_essays', 'batch_id = $1')];
const ofEssays = [
  ...written('essay_states', 'batch_id = $1'),
  dated(
    'slot_assignments',
    'assigned_at',
    'internal_essay_id IN (SELECT essay_id FROM essay_states WHERE batch_id = $1)',
  ),
];

test.describe('the rows of the services', () => {
  test(
    'are dated by the day on which they are written, and those of events by the day on which they are sent',
    { tag: ['@integration', '@db', '@events', '@chain', '@writes'] },
    async ({ school, teacher, batches, events, recordOf, classManagement, batchOrchestrator, essayLifecycle }) => {
      await events.follow(topics.provisioningCompleted);
      await school.create();
      const batch = await batches.register({ count: 1 });
      await batches.provide(batch, [`text-${batch.id}`]);
      await events.processed(groups.batchOrchestrator, await recordOf('provisioningCompleted', batch));

      for (const [database, id, columns] of [
        [classManagement, teacher.userId, byTeacher],
        [batchOrchestrator, batch.id, ofBatch],
        [essayLifecycle, batch.id, ofEssays],
      ] as const) {
        const misdated = async (texts: readonly string[]): Promise<string[]> => {
          const rows = await database.query<{ what: string; is_now: boolean | null }>(texts.join(' UNION ALL '), [id]);
          return rows.filter(({ is_now }) => is_now !== true).map(({ what }) => what);
        };
        expect.soft(await misdated([...columns, dated('event_outbox', 'created_at', told)]), 'misdated').toEqual([]);
        // A row is marked after its record has gone, which takes up to 15 seconds in production (contract 0).
        await expect.poll(() => misdated([sent]), { message: `marks of ${id}`, timeout: 20_000 }).toEqual([]);
      }
    },
  );
});
