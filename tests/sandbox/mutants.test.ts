import { expect } from '@playwright/test';
import { test } from './attach.ts';
import { clientOf } from './storage.ts';
import { get, list, put, remove, storageFaults } from './storage-faults.ts';

const prefix = '64';
const control = `http://127.0.0.1:${prefix}00`;
const api = `http://127.0.0.1:${prefix}10`;
const outage = `http://127.0.0.1:${prefix}11`;
const endpoint = `http://127.0.0.1:${prefix}02`;
test.use({ prefix });
test.describe.configure({ mode: 'default' });

interface Reply {
  status: number;
  body: unknown;
}

async function call(method: string, url: string, body?: unknown): Promise<Reply> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...(body === undefined ? {} : json) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

const plant = async (fault: unknown): Promise<void> => {
  expect(await call('PUT', `${control}/mutant`, fault)).toEqual({ status: 204, body: null });
};
const activity = async (): Promise<unknown> => (await call('POST', `${control}/mutant/activity`)).body;
const applied = async (): Promise<number> => ((await activity()) as { applied: number }).applied;

const draft = (title: string): Record<string, string | number> => ({
  ...{ title, author: 'Mutants', country: 'India', board: 'CBSE', grade: 4, subject: 'Mathematics' },
});

test('a sandbox that was not asked for faults has none', async ({ attach }) => {
  await attach().line;
  for (const [method, path] of [
    ['GET', '/mutants/learnlikemagic'],
    ['PUT', '/mutant'],
    ['POST', '/mutant/activity'],
  ] as const) {
    expect((await call(method, control + path, method === 'PUT' ? null : undefined)).status).toBe(404);
  }
});

test('says in one line that the switch is neither on nor off', async ({ attach }) => {
  const { errors } = await attach({ env: { SANDBOX_MUTANTS: 'yes' } }).ended;
  expect(errors).toBe('sandbox cannot start: SANDBOX_MUTANTS=yes is not usable: it is on or off\n');
});

const systems = {
  learnlikemagic: { url: api, known: '/' },
  iep: { url: `http://127.0.0.1:${prefix}20`, known: '/health' },
};

for (const [name, { url, known }] of Object.entries(systems)) {
  test(`lists the faults of ${name}, each with operations that there are, and plants it by name`, async ({
    attach,
  }) => {
    await attach({ env: { SANDBOX_MUTANTS: 'on', SANDBOX_SYSTEMS: name } }).line;
    const { rules, databases } = (await call('GET', `${control}/mutants/${name}`)).body as {
      rules: { name: string; description: string; operations: string[] }[];
      databases: Record<string, string[]>;
    };
    const { paths } = (await call('GET', `${url}/openapi.json`)).body as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(databases).toEqual({ [name]: [`postgresql://${name}:${name}@127.0.0.1:${prefix}03/${name}`] });
    expect(rules.length).toBeGreaterThan(0);
    expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(operations, rule.name).toEqual(expect.arrayContaining(rule.operations));
      await plant({ rule: rule.name });
      expect((await call('GET', `${url}${known}`)).status).toBe(200);
    }
  });
}

test('plants faults of storage by operator and key, and refuses what it does not know', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const { storage } = (await call('GET', `${control}/mutants/learnlikemagic`)).body as {
    storage: { operator: string }[];
  };
  for (const { operator } of storage) await plant({ storage: operator, key: '^books/' });

  for (const [fault, error] of [
    [{ rule: 'unknown' }, 'there is no rule unknown'],
    [{ storage: 'unknown', key: '' }, 'there is no storage operator unknown'],
    [{ storage: 'put-dropped', key: '(' }, 'Invalid regular expression'],
    [{ storage: 'put-dropped' }, 'a fault is'],
    ['put-dropped', 'a fault is'],
  ]) {
    const refused = await call('PUT', `${control}/mutant`, fault);
    expect(refused.status).toBe(400);
    expect((refused.body as { error: string }).error).toContain(error);
  }
});

test('breaks one rule at a time, counts how often, and is true again after null', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const create = async (title: string): Promise<{ id: string; title: string }> =>
    (await call('POST', `${api}/admin/books`, draft(title))).body as { id: string; title: string };
  const titles = async (query: string): Promise<string[]> => {
    const { body } = await call('GET', `${api}/admin/books?${query}`);
    return (body as { books: { title: string }[] }).books.map(({ title }) => title);
  };
  const { id } = await create('First');
  await create('Second');

  await plant({ rule: 'books-oldest-first' });
  expect(await titles('board=CBSE')).toEqual(['First', 'Second']);
  await plant({ rule: 'book-board-filter-ignored' });
  expect(await titles('board=ICSE')).toEqual(['Second', 'First']);
  expect(await applied()).toBe(2);
  await plant({ rule: 'title-trimmed' });
  expect((await create(' Third ')).title).toBe('Third');
  await plant({ rule: 'status-skips-upload' });
  const status = { status: 'pages_complete' };
  expect((await call('PUT', `${api}/admin/books/${id}/status`, status)).status).toBe(200);
  await plant({ rule: 'outage-hidden' });
  expect((await call('GET', `${outage}/health/db`)).body).toMatchObject({ status: 'ok' });
  expect(await applied()).toBe(3);

  await plant(null);
  expect(await titles('board=CBSE')).toEqual(['Third', 'Second', 'First']);
  expect(await titles('board=ICSE')).toEqual([]);
  expect((await create(' Fourth ')).title).toBe(' Fourth ');
  expect((await call('PUT', `${api}/admin/books/${id}/status`, status)).status).toBe(400);
  expect((await call('GET', `${outage}/health/db`)).body).toMatchObject({ status: 'error' });
  expect(await applied()).toBe(0);
});

test('breaks a rule of a lesson in the answer and in the database alike', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const goal = { topic: 'Fractions', syllabus: 'CBSE', learning_objectives: ['Add'], guideline_id: 'g2' };
  const { session_id } = (await call('POST', `${api}/sessions`, { student: { id: 'pupil', grade: 3 }, goal })).body as {
    session_id: string;
  };
  await plant({ rule: 'mastery-weights-swapped' });
  const { next_turn, last_grading } = (
    await call('POST', `${api}/sessions/${session_id}/step`, { student_reply: 'I do not know' })
  ).body as { next_turn: { mastery_score: number }; last_grading: { score: number } };
  expect(next_turn.mastery_score).toBeCloseTo(0.4 * 0.5 + 0.6 * last_grading.score, 9);
  const { mastery_score } = next_turn;
  expect((await call('GET', `${api}/sessions/${session_id}`)).body).toMatchObject({ mastery_score });
});

test('answers right and does something else wrong, or answers wrong what is asked for wrongly', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const { body } = await call('POST', `${api}/admin/books`, draft('Second effects'));
  const book = `${api}/admin/books/${(body as { id: string }).id}`;
  const move = (status: string): Promise<Reply> => call('PUT', `${book}/status`, { status });
  const statuses = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).sort();

  expect(statuses(await Promise.all([move('uploading_pages'), move('uploading_pages')]))).toEqual([200, 400]);
  await plant({ rule: 'status-moves-at-once' });
  expect(statuses(await Promise.all([move('pages_complete'), move('pages_complete')]))).toEqual([200, 200]);
  expect(await applied()).toBe(1);
  await plant({ rule: 'unknown-book-deleted' });
  expect(await call('DELETE', `${book}x`)).toEqual({ status: 204, body: null });
  await plant({ rule: 'filter-shows-driver' });
  const refused = await call('GET', `${api}/admin/books?board=%00`);
  expect(refused).toMatchObject({ status: 500, body: { detail: expect.stringContaining('cannot contain NUL') } });
  await plant({ rule: 'sync-of-none-fails' });
  const sync = book.replace('/admin/books/', '/admin/guidelines/books/') + '/sync-to-database';
  expect((await call('POST', sync)).status).toBe(500);
  expect(await applied()).toBe(3);
  await plant({ rule: 'deleted-book-keeps-objects' });
  expect((await call('DELETE', book)).status).toBe(204);
  expect(await applied()).toBe(1);

  await plant(null);
  expect((await call('DELETE', book)).status).toBe(404);
});

test('completes a lesson one step late, in the answer and in the database alike', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const goal = { topic: 'Ask: what is 2 + 2?', syllabus: 'CBSE', learning_objectives: ['Add'], guideline_id: 'g2' };
  const { body } = await call('POST', `${api}/sessions`, { student: { id: 'pupil', grade: 3 }, goal });
  const session = `${api}/sessions/${(body as { session_id: string }).session_id}`;
  await plant({ rule: 'completed-one-step-late' });
  const turns: { step_idx: number; is_complete: boolean }[] = [];
  for (let reply = 1; reply <= 11; reply += 1) {
    const step = await call('POST', `${session}/step`, { student_reply: '4' });
    turns.push((step.body as { next_turn: { step_idx: number; is_complete: boolean } }).next_turn);
  }
  expect(turns.map(({ step_idx }) => step_idx)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(turns.map(({ is_complete }) => is_complete)).toEqual([...Array<boolean>(10).fill(false), true]);
  expect((await call('GET', session)).body).toMatchObject({ step_idx: 11 });
  expect(await applied()).toBe(2);
});

test('loses, alters and shows objects to the backend, and tells what it touched', async ({ attach }) => {
  await attach({ env: { SANDBOX_MUTANTS: 'on' } }).line;
  const backend = clientOf(endpoint);
  const suite = clientOf(endpoint, { accessKeyId: 'qa', secretAccessKey: 'qa-secret' });
  const reset = async (): Promise<void> => {
    for (const key of ['3.txt', '3.txt.copy']) await remove(suite, `books/a/${key}`);
    await put(suite, 'books/a/1.txt', 'one');
    await put(suite, 'books/a/2.txt', 'two');
  };
  const { storage } = (await call('GET', `${control}/mutants/learnlikemagic`)).body as {
    storage: { operator: string }[];
  };
  expect(storage.map(({ operator }) => operator)).toEqual(Object.keys(storageFaults));

  for (const [operator, { act, broken, sound }] of Object.entries(storageFaults)) {
    await reset();
    await plant({ storage: operator, key: '^books/a/' });
    expect(await act({ backend, suite }), operator).toEqual(broken);
    expect(await applied(), operator).toBe(1);
    await plant({ storage: operator, key: '^elsewhere/' });
    await reset();
    expect(await act({ backend, suite }), `${operator} of other objects`).toEqual(sound);
    await plant(null);
    await reset();
    expect(await act({ backend, suite }), `after ${operator}`).toEqual(sound);
    expect(await applied(), `after ${operator}`).toBe(0);
  }

  await activity();
  await put(backend, 'books/a/1.txt', 'one');
  await get(backend, 'books/a/1.txt');
  await list(backend);
  await remove(backend, 'books/a/1.txt');
  await put(suite, 'books/a/2.txt', 'two');
  expect(await activity()).toEqual({
    applied: 0,
    objects: [
      { action: 'put', key: 'books/a/1.txt' },
      { action: 'get', key: 'books/a/1.txt' },
      { action: 'list', key: 'books/a/' },
      { action: 'delete', key: 'books/a/1.txt' },
    ],
  });
  backend.destroy();
  suite.destroy();
});
