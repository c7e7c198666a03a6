import type pg from 'pg';
import { lockKey } from '../../sandbox/iep/rules/versioning.ts';
import { expect, test, textOf, type Answer, type Json } from './iep.ts';

interface Stored {
  id: string;
  version: number;
  parent: string | null;
}

async function chain(database: pg.Client, student: string, year = '2025-2026'): Promise<Stored[]> {
  const { rows } = await database.query<Stored>(
    'SELECT id, version, parent_version_id AS parent FROM ieps WHERE student_id = $1 AND academic_year = $2 ORDER BY version',
    [student, year],
  );
  return rows;
}

/** Versions 1 to N, each with the one before as its parent. */
function expectChain(rows: readonly Stored[], count: number): void {
  expect(rows.map(({ version, parent }) => [version, parent])).toEqual(
    Array.from({ length: count }, (_, index) => [index + 1, rows[index - 1]?.id ?? null]),
  );
}

const statuses = (answers: readonly Answer[]): number[] => [...new Set(answers.map(({ status }) => status))];
const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

for (const count of [50, 80]) {
  test(`${String(count)} creates at once make one chain and leave no lock and no open transaction`, async ({
    database,
    student,
    createIep,
  }) => {
    const answers = await many(count, () => createIep(student));
    expect(statuses(answers)).toEqual([201]);
    const rows = await chain(database, student);
    expectChain(rows, count);
    const told = answers.map(({ json }) => [json['id'], json['version'], json['parent_version_id']]);
    expect(new Set(told.map(String))).toEqual(new Set(rows.map((row) => String([row.id, row.version, row.parent]))));
    const key = lockKey(student, '2025-2026');
    const locks = await database.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1", [key]);
    const open = await database.query("SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'");
    expect([locks.rowCount, open.rowCount]).toEqual([0, 0]);
  });
}

test('chains of other years and students do not touch each other', async ({ database, student, createIep }) => {
  const years = ['2024-2025', '2025-2026', '2026-2027'];
  const answers = await many(15, (index) => createIep(student, { academic_year: years[index % 3] }));
  expect(statuses(answers)).toEqual([201]);
  for (const year of years) expectChain(await chain(database, student, year), 5);
});

test('a deleted version keeps its number and is a parent, a removed one gives it back', async ({
  database,
  deployment: { service },
  student,
  createIep,
}) => {
  const first = textOf((await createIep(student)).json['id']);
  expect((await service.call('DELETE', `/api/v1/ieps/${first}`)).status).toBe(200);
  const second = (await createIep(student)).json;
  expect(second).toMatchObject({ version: 2, parent_version_id: first });
  await database.query('DELETE FROM ieps WHERE id = $1', [textOf(second['id'])]);
  expect((await createIep(student)).json).toMatchObject({ version: 2, parent_version_id: first });
  const history = await service.call('GET', `/api/v1/ieps/${first}/versions`);
  expect(history.json).toMatchObject([{ id: first, version: 1, status: 'deleted' }, { version: 2 }]);
});

for (const [end, version] of [
  ['COMMIT', 2],
  ['ROLLBACK', 1],
] as const) {
  test(`a create waits for a foreign version 1; after ${end} it is version ${String(version)}`, async ({
    database,
    deployment: { service },
    student,
    createIep,
  }) => {
    await database.query('BEGIN');
    const side = await database.query<{ id: string }>(
      `INSERT INTO ieps (id, student_id, academic_year, content, version, status, created_by_auth_id)
       VALUES (gen_random_uuid(), $1, '2025-2026', '{}', 1, 'draft', 1) RETURNING id`,
      [student],
    );
    let answered = false;
    const creating = createIep(student).finally(() => {
      answered = true;
    });
    // The one whose insert waits for our transaction; the activity of sessions would be read once a transaction only.
    const waiting = "SELECT FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted";
    await expect.poll(async () => (await database.query(waiting)).rowCount).toBe(1);
    expect(answered).toBe(false);
    await database.query(end);
    const started = performance.now();
    const { status, json } = await creating;
    const parent = end === 'COMMIT' ? side.rows[0]?.id : null;
    expect([status, json['version'], json['parent_version_id']]).toEqual([201, version, parent]);
    const { json: monitoring } = await service.call('GET', '/monitoring/conflicts/recent?limit=100');
    const events = (monitoring['conflicts'] as unknown as Json[]).filter(
      (event) => event['student_id'] === json['student_id'],
    );
    if (end === 'COMMIT') {
      expect(performance.now() - started).toBeGreaterThan(89);
      expect(events).toMatchObject([{ conflict_type: 'resolved_after_retry', retry_count: 1, attempted_version: 2 }]);
    } else expect(events).toEqual([]);
  });
}

test('of versioned updates of one IEP at once one gets through, and creates beside them lose nothing', async ({
  database,
  deployment: { service },
  student,
  createIep,
}) => {
  const given = { content: { kept: 1, changed: 1 }, review_date: '2026-01-15' };
  const id = textOf((await createIep(student, given)).json['id']);
  const path = `/api/v1/ieps/advanced/${id}/update-with-versioning?current_user_id=9`;
  const updates = await many(5, (index) => service.call('POST', path, { changed: 2, by: index }));
  const good = updates.filter(({ status }) => status === 200);
  const other = updates.filter(({ status }) => status === 500);
  expect([good.length, other.length]).toEqual([1, 4]);
  expect(good[0]?.json).toMatchObject({
    ...{ version: 2, parent_version_id: id, status: 'draft', academic_year: '2025-2026', created_by_auth_id: 9 },
    content: { kept: 1, changed: 2 },
  });
  expect(other[0]?.json).toEqual({ detail: 'Failed to update IEP with versioning' });
  const second = textOf(good[0]?.json['id']);
  const next = service.call('POST', path.replace(id, second), {});
  const creates = await many(5, () => createIep(student));
  const added = (await next).status === 200 ? 1 : 0;
  expect(statuses(creates)).toEqual([201]);
  expectChain(await chain(database, student), 7 + added);
});
