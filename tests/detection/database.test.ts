import { expect } from '@playwright/test';
import { connectDatabase } from '../../detection/database/connection.ts';
import { databaseMutants } from '../../detection/database/mutants.ts';
import { recordTables } from '../../detection/database/recording.ts';
import { snapshotRows } from '../../detection/database/snapshot.ts';
import { readTables } from '../../detection/database/tables.ts';
import type { LaneParts } from '../../detection/mutants/mutant.ts';
import { createDatabase } from '../../sandbox/postgres/roles.ts';
import { roles, scratch, test } from './scratch-database.ts';

const parents = 'SELECT id, name, note, size, at::text FROM scratch.t_parent ORDER BY id';
const insertA = `INSERT INTO scratch.t_parent VALUES ('a', 'Ada', 'calm', 7, '2025-10-28 15:50:46')`;
const insertB = `INSERT INTO scratch.t_parent VALUES ('b', 'Bob', 'wild', 8, '2025-10-28 15:50:47')`;
const old = { id: 'old', name: 'before', note: 'kept', size: 1, at: '2020-01-01 00:00:00' };
const ada = { id: 'a', name: 'Ada', note: 'calm', size: 7, at: '2025-10-28 15:50:46' };
const bob = { id: 'b', name: 'Bob', note: 'wild', size: 8, at: '2025-10-28 15:50:47' };
const updateA = `UPDATE scratch.t_parent SET name = 'Eve', size = 9, at = '2025-10-28 16:00:00' WHERE id = 'a'`;
const eve = { ...ada, name: 'Eve', size: 9, at: '2025-10-28 16:00:00' };
const deleteOld = `DELETE FROM scratch.t_parent WHERE id = 'old'`;
const deleteA = `DELETE FROM scratch.t_parent WHERE id = 'a'`;

test.describe.configure({ mode: 'default' });

const faults: { id: string; does: string[]; leaves: object[] }[] = [
  { id: 'insert-swallowed', does: [insertA], leaves: [old] },
  {
    id: 'insert-doubled',
    does: [insertA],
    leaves: [{ ...ada, id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown }, ada, old],
  },
  { id: 'update-swallowed', does: [insertA, updateA], leaves: [ada, old] },
  { id: 'delete-swallowed', does: [insertA, deleteA], leaves: [ada, old] },
  { id: 'neighbour-touched:update', does: [insertB, insertA, updateA], leaves: [eve, { ...bob, name: 'Eve' }, old] },
  { id: 'neighbour-touched:delete', does: [insertB, insertA, deleteA], leaves: [old] },
  { id: 'column-nulled:note', does: [insertA], leaves: [{ ...ada, note: null }, old] },
  { id: 'column-defaulted:name', does: [insertA], leaves: [{ ...ada, name: '' }, old] },
  { id: 'column-defaulted:size', does: [insertA], leaves: [{ ...ada, size: 0 }, old] },
  { id: 'column-stale:size', does: [insertA, updateA], leaves: [{ ...eve, size: 7 }, old] },
  { id: 'timestamp-frozen:at', does: [insertA], leaves: [{ ...ada, at: '2001-02-03 00:00:00' }, old] },
  { id: 'text-truncated:name', does: [insertA], leaves: [{ ...ada, name: 'Ad' }, old] },
  { id: 'number-off:size', does: [insertA], leaves: [{ ...ada, size: 8 }, old] },
];

for (const { id, does, leaves } of faults) {
  test(`${id} shows while it is planted, and never after`, async ({ plant, database, api }) => {
    const takeOut = await plant(`database:t_parent:${id}`);
    for (const statement of does) await api.query(statement);
    const rows = await api.query(parents);
    expect(rows).toEqual(expect.arrayContaining(leaves));
    expect(rows).toHaveLength(leaves.length);
    expect(await takeOut()).toBe(1);

    await database.query(scratch);
    for (const statement of [insertB, insertA, updateA]) await api.query(statement);
    expect(await api.query(parents)).toEqual([eve, bob, old]);
    await api.query(deleteA);
    expect(await api.query(parents)).toEqual([bob, old]);
  });
}

test('takes a doubled row out with the mutant', async ({ plant, api }) => {
  const takeOut = await plant('database:t_parent:insert-doubled');
  await api.query(insertA);
  await takeOut();
  expect(await api.query(parents)).toEqual([ada, old]);
});

test('touches no row that was there before the mutant', async ({ plant, api }) => {
  const takeOut = await plant('database:t_parent:neighbour-touched:delete');
  await api.query(insertA);
  await api.query(deleteA);
  expect(await api.query(parents)).toEqual([old]);
  expect(await takeOut()).toBe(0);
});

test('leaves the statements of the suite alone, and what cascades from them', async ({ plant, suite }) => {
  await suite.query(insertA);
  await suite.query(`INSERT INTO scratch.t_child VALUES ('c', 'a', 'x', 1)`);
  const takeOut = await plant('database:t_child:delete-swallowed');
  await suite.query(deleteA);
  expect(await suite.query('SELECT FROM scratch.t_child')).toEqual([]);
  expect(await takeOut()).toBe(0);
});

test('deletes the rows that came after a snapshot, children first, and no other', async ({ database, api }) => {
  const tables = await readTables(database, 'scratch');
  await api.query(insertA);
  const restore = await snapshotRows(database, [...tables].reverse());
  // The parent's turn comes first, and is refused until the child is gone.
  await api.query('ALTER TABLE scratch.t_child DROP CONSTRAINT to_parent');
  await api.query('ALTER TABLE scratch.t_child ADD FOREIGN KEY (parent_id) REFERENCES scratch.t_parent');
  await api.query(insertB);
  await api.query(`INSERT INTO scratch.t_child VALUES ('c', 'b', 'x', 1)`);
  await restore();
  expect(await api.query(parents)).toEqual([ada, old]);
  expect(await api.query('SELECT FROM scratch.t_child')).toEqual([]);
});

test('counts a change that was rolled back', async ({ plant, api }) => {
  const takeOut = await plant('database:t_parent:number-off:size');
  await api.query('BEGIN');
  await api.query(insertA);
  await api.query('ROLLBACK');
  expect(await takeOut()).toBe(1);
});

const definitions = `
  SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'scratch.t_child'::regclass
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'scratch' ORDER BY 1`;

const constraints = [
  {
    name: 'unique-dropped:one_code',
    insert: `INSERT INTO scratch.t_child VALUES ('c', 'a', 'x', 1), ('d', 'a', 'x', 1)`,
    leaves: [{ id: 'c' }],
  },
  {
    name: 'unique-dropped:one_place',
    insert: `INSERT INTO scratch.t_child VALUES ('c', 'a', 'x', 1), ('C', 'a', 'y', 1), ('D', 'a', NULL, 0)`,
    leaves: [{ id: 'c' }, { id: 'D' }],
  },
  {
    name: 'foreign-key-dropped:to_parent',
    insert: `INSERT INTO scratch.t_child VALUES ('c', 'nobody', 'x', 1), ('d', 'a', 'y', 1), ('e', NULL, 'z', 1)`,
    leaves: [{ id: 'd' }, { id: 'e' }],
  },
];

for (const { name, insert, leaves } of constraints) {
  test(`${name} lets violating rows in, and removes them when it is taken out`, async ({ plant, api }) => {
    await api.query(insertA);
    const before = await api.query(definitions);
    const takeOut = await plant(`database:t_child:${name}`);
    await api.query(insert);
    expect(await takeOut()).toBe(1);
    expect(await api.query('SELECT id FROM scratch.t_child ORDER BY ctid')).toEqual(leaves);
    expect(await api.query(definitions)).toEqual(before);
    await api.query('DELETE FROM scratch.t_child');
    await expect(api.query(insert)).rejects.toThrow(name.split(':')[1]);
  });
}

test('a removed cascade refuses the delete of a parent, until it is back', async ({ plant, api }) => {
  await api.query(insertA);
  await api.query(`INSERT INTO scratch.t_child VALUES ('c', 'a', 'x', 1)`);
  const before = await api.query(definitions);
  const takeOut = await plant('database:t_child:cascade-removed:to_parent');
  await expect(api.query(deleteA)).rejects.toThrow(/violates foreign key constraint/);
  expect(await takeOut()).toBe(1);
  expect(await api.query(definitions)).toEqual(before);
  await api.query(deleteA);
  expect(await api.query('SELECT FROM scratch.t_child')).toEqual([]);
});

test('knows which test can meet a fault, and which does so best', async ({ database }) => {
  const mutants = await databaseMutants(database, 'scratch');
  const stale = mutants.find(({ id }) => id === 'database:t_parent:column-stale:name');
  const suits = (tables: string[], duration = 50): number | undefined =>
    stale?.suits({ operations: [], objects: [], tables, duration });
  expect(suits(['t_parent insert', 't_parent insert name', 't_parent update', 't_parent update size'])).toBe(0);
  const [plain, long, wide] = [
    suits(['t_parent update name']),
    suits(['t_parent update name'], 500),
    suits(['t_child insert', 't_parent update name']),
  ];
  expect(plain).toBeGreaterThan(long ?? 0);
  expect(plain).toBeGreaterThan(wide ?? 0);
  expect(wide).toBeGreaterThan(0);
});

test('of several databases each bears its name, and all of one name have the fault', async ({ server, database }) => {
  await createDatabase(server, 'twin', roles.owner, roles.suite);
  const twin = await connectDatabase(server.url(roles.owner, 'twin'));
  await twin.query(scratch);
  const mutants = await databaseMutants(database, 'scratch', 'shop');
  const mutant = mutants.find(({ id }) => id === 'database:shop.t_parent:delete-swallowed');
  const suits = (table: string): number | undefined =>
    mutant?.suits({ operations: [], objects: [], tables: [`${table} delete`], duration: 50 });
  expect(mutant?.target).toBe('shop.t_parent');
  expect(suits('shop.t_parent')).toBeGreaterThan(0);
  expect(suits('t_parent')).toBe(0);
  expect(suits('mill.t_parent')).toBe(0);

  const databases = new Map([
    ['shop', [database, twin]],
    ['mill', []],
  ]);
  const takeOut = await mutant?.plant({ databases } as unknown as LaneParts);
  for (const part of [database, twin]) {
    await part.query(deleteOld);
    expect(await part.query(parents)).toEqual([old]);
  }
  expect(await takeOut?.()).toEqual({ applied: 2 });
  for (const part of [database, twin]) {
    await part.query(deleteOld);
    expect(await part.query(parents)).toEqual([]);
  }
  await twin.close();
});

test('removes what a killed run has left', async ({ plant, database, api }) => {
  await plant('database:t_parent:delete-swallowed');
  await databaseMutants(database, 'scratch');
  await api.query(`DELETE FROM scratch.t_parent`);
  expect(await api.query(parents)).toEqual([]);
});

test('gives up on a table that stays locked', async ({ plant, api }) => {
  await api.query('BEGIN');
  await api.query(insertA);
  await expect(plant('database:t_parent:delete-swallowed')).rejects.toThrow(/a table stayed locked for 5 s/);
  await api.query('ROLLBACK');
});

test('says that there is no table of this role', async ({ database }) => {
  await expect(databaseMutants(database, 'nothing')).rejects.toThrow(/owns no table of schema nothing/);
});

test('records what the API wrote, once, and not what the suite did', async ({ database, api, suite }) => {
  const recording = await recordTables(database, 'scratch');
  await suite.query(insertB);
  await api.query(insertA);
  await api.query(`INSERT INTO scratch.t_child (id, parent_id) VALUES ('c', 'a'), ('d', 'a')`);
  const inserted = ['id', 'name', 'note', 'size', 'at'].map((column) => `t_parent insert ${column}`);
  const children = ['t_child insert', 't_child insert', 't_child insert id', 't_child insert parent_id'];
  expect(await recording.take()).toEqual([...children, 't_parent insert', ...inserted.sort()]);

  await api.query(updateA);
  await api.query(`UPDATE scratch.t_parent SET size = 5 WHERE id = 'nobody'`);
  await api.query(deleteA);
  expect(await recording.take()).toEqual([
    ...['t_child delete', 't_child delete', 't_parent delete', 't_parent update'],
    ...['t_parent update at', 't_parent update name', 't_parent update size'],
  ]);
  expect(await recording.take()).toEqual([]);

  await recording.remove();
  await api.query(insertA);
  expect(await database.query(`SELECT FROM pg_trigger WHERE tgname LIKE 'detection%'`)).toEqual([]);
});
