import { expect } from '@playwright/test';
import { test } from './attach.ts';

const prefix = '65';
const control = `http://127.0.0.1:${prefix}00`;
const api = `http://127.0.0.1:${prefix}20`;
const outage = `http://127.0.0.1:${prefix}21`;
test.use({ prefix });
test.describe.configure({ mode: 'default' });

type Json = Record<string, unknown>;

async function call(method: string, url: string, body?: unknown): Promise<{ status: number; body: Json }> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...(body === undefined ? {} : json) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Json };
}

const plant = async (rule: string | null): Promise<void> => {
  expect((await call('PUT', `${control}/mutant`, rule === null ? null : { rule })).status).toBe(204);
};
const applied = async (): Promise<unknown> => (await call('POST', `${control}/mutant/activity`)).body['applied'];

async function createStudent(fields: Json = {}): Promise<Json> {
  const draft = { student_id: crypto.randomUUID(), first_name: 'A', last_name: 'B', grade_level: '3' };
  const body = { ...draft, date_of_birth: '2010-05-15', disability_codes: [' sld'], middle_name: 'M', ...fields };
  return (await call('POST', `${api}/api/v1/students`, body)).body;
}

function createIep(student: Json, fields: Json = {}): Promise<{ status: number; body: Json }> {
  const body = { student_id: student['id'], academic_year: '2025-2026', ...fields };
  return call('POST', `${api}/api/v1/ieps?current_user_id=1`, body);
}

test('breaks one rule at a time, counts how often, and is true again after null', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on', SANDBOX_SYSTEMS: 'iep' } }).line;
  const student = await createStudent();
  const place = `${api}/api/v1/students/${String(student['id'])}`;
  const middleName = async (): Promise<unknown> => (await call('GET', place)).body['middle_name'];

  await plant('codes-kept-as-sent');
  expect((await createStudent())['disability_codes']).toEqual([' sld']);
  expect(await applied()).toBe(1);
  await plant('update-not-stored');
  expect((await call('PUT', place, { middle_name: 'N' })).body['middle_name']).toBe('N');
  expect(await middleName()).toBe('M');
  expect(await applied()).toBe(1);
  await plant('update-clears-absent');
  expect((await call('PUT', place, { grade_level: '4' })).body['middle_name']).toBeNull();
  expect(await applied()).toBe(1);
  await plant('database-outage-hidden');
  expect((await call('GET', `${outage}/health`)).body).toMatchObject({ database: 'connected' });
  expect(await applied()).toBe(1);

  await plant(null);
  expect((await createStudent())['disability_codes']).toEqual(['SLD']);
  expect((await call('PUT', place, { middle_name: 'N' })).body['middle_name']).toBe('N');
  expect((await call('PUT', place, { grade_level: '5' })).body['middle_name']).toBe('N');
  expect(await middleName()).toBe('N');
  expect((await call('GET', `${outage}/health`)).body).toMatchObject({ database: 'disconnected' });
  expect(await applied()).toBe(0);
});

test('breaks chains, locks and lists, and counts only what makes a difference', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on', SANDBOX_SYSTEMS: 'iep' } }).line;
  const student = await createStudent();
  const first = (await createIep(student)).body;

  await plant('chain-across-years');
  expect((await createIep(student, { academic_year: '2026-2027' })).body).toMatchObject({ version: 2 });
  expect(await applied()).toBe(1);
  expect((await createIep(await createStudent())).body).toMatchObject({ version: 1 });
  expect(await applied()).toBe(0);

  await plant('lock-missing');
  const burst = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => createIep(student)));
  expect(burst.map(({ status }) => status)).toContain(500);
  expect(await applied()).toBeGreaterThanOrEqual(burst.length);
  const place = `${api}/api/v1/ieps/student/${String(student['id'])}?academic_year=2025-2026`;
  const listed = async (query = ''): Promise<Json[]> => {
    const { body } = await call('GET', place + query);
    return body as unknown as Json[];
  };
  await plant('iep-limit-off-by-one');
  expect(await listed('&limit=1')).toHaveLength(2);
  expect(await applied()).toBe(1);

  await plant(null);
  const versions = (await Promise.all([1, 2, 3, 4].map(() => createIep(student)))).map(({ status }) => status);
  expect(versions).toEqual([201, 201, 201, 201]);
  const list = await listed();
  expect(await listed('&limit=1')).toEqual(list.slice(0, 1));
  expect(list.at(-1)).toMatchObject({ id: first['id'], version: 1 });
  // A creation's time is that of its beginning, before it waits for the lock that gives it its number.
  const times = list.map((each) => String(each['created_at']));
  expect(times).toEqual(times.toSorted().reverse());
  const numbers = list.map(({ version }) => Number(version)).sort((one, other) => one - other);
  expect(numbers).toEqual(list.map((_, index) => index + 1));
});
