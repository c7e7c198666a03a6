import { randomUUID } from 'node:crypto';
import { confirmed, expect, test, type Batch, type Row } from './huleedu-class-management.ts';

interface Planted {
  hours: number;
  score: number | null;
  status?: string;
}

/** Rows of one batch, as old as they are said to be; ids of their essays. */
const plant = `INSERT INTO essay_student_associations
  (id, essay_id, student_id, batch_id, class_id, created_by_user_id, confidence_score, validation_status, created_at)
  VALUES (gen_random_uuid(), $1, $2, $3, $4, 'nlp_service_phase1', $5, $6,
    (now() AT TIME ZONE 'utc') - make_interval(mins => $7))`;

const pending = 'pending_validation';

test.beforeEach(async ({ deployment }) => {
  await deployment.database.query('DELETE FROM essay_student_associations');
});

test('a start confirms what waited for 24 hours, and nothing else, once', async ({
  deployment,
  newBatch,
  next,
  restart,
  rowsOf,
}) => {
  const batch = await newBatch();
  const planted: Planted[] = [
    ...[
      { hours: 23.9, score: 0.9 },
      { hours: 24, score: 0.9 },
      { hours: 30, score: 0.7 },
    ],
    ...[
      { hours: 30, score: 0.6999 },
      { hours: 30, score: null },
      { hours: 30, score: 0.9, status: 'rejected' },
    ],
  ];
  const essays = planted.map(() => randomUUID());
  for (const [place, { hours, score, status = pending }] of planted.entries()) {
    const ids = [essays[place], batch.students[0], batch.batch, batch.classId];
    await deployment.database.query(plant, [...ids, score, status, hours * 60]);
  }
  await restart();
  const { envelope } = await next(confirmed, 'batch_id', batch.batch);
  const rows = await rowsOf(batch.batch);
  const rowOf = (place: number): Row | undefined => rows.find((row) => row['essay_id'] === essays[place]);
  const open = { validation_status: pending, validated_at: null };
  const done = { validation_status: 'confirmed', validation_method: 'timeout', validated_by: 'SYSTEM_TIMEOUT' };
  expect([rowOf(0), rowOf(5)]).toMatchObject([open, { ...open, validation_status: 'rejected' }]);
  const kept = { ...done, student_id: batch.students[0] };
  expect([rowOf(1), rowOf(2)]).toMatchObject([kept, { ...kept, confidence_score: 0.7 }]);
  const unknown = await unknownsOf(deployment.database, batch);
  expect(unknown).toMatchObject([{ email: `unknown.${batch.classId}@huleedu.system`, legal_full_name: null }]);
  const student_id = unknown[0]?.['id'];
  expect([rowOf(3), rowOf(4)]).toMatchObject([
    { ...done, student_id, confidence_score: 0.6999 },
    { ...done, student_id },
  ]);
  const validation_summary = { total_associations: 4, confirmed: 4, rejected: 0 };
  expect(envelope['data']).toMatchObject({ course_code: 'SV2', timeout_triggered: true, validation_summary });
  const scores = (envelope['data']?.['associations'] as unknown as Row[]).map((each) => each['confidence_score']);
  expect(scores.sort()).toEqual([0, 0, 0.7, 0.9]);
  await restart();
  const told = 'SELECT FROM event_outbox WHERE event_type = $1 AND aggregate_id = $2';
  expect((await deployment.database.query(told, [confirmed, batch.batch])).rowCount).toBe(1);
});

test('a class has one student for unknown ones', async ({ deployment, newBatch, next, restart }) => {
  const first = await newBatch();
  const second = { ...first, batch: randomUUID() };
  for (const { batch, classId, students } of [first, second]) {
    await deployment.database.query(plant, [randomUUID(), students[0], batch, classId, 0.1, pending, 30 * 60]);
    await restart();
    await next(confirmed, 'batch_id', batch);
  }
  expect(await unknownsOf(deployment.database, first)).toHaveLength(1);
});

async function unknownsOf(
  database: { query(text: string, values: unknown[]): Promise<{ rows: Row[] }> },
  { classId }: Batch,
): Promise<Row[]> {
  const asked = `SELECT students.* FROM students JOIN class_student_association ON student_id = id
    WHERE class_id = $1 AND first_name = 'UNKNOWN' AND last_name = 'STUDENT' AND created_by_user_id = 'SYSTEM_TIMEOUT'`;
  return (await database.query(asked, [classId])).rows;
}
