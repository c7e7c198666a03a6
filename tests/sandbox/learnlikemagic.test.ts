import { randomUUID } from 'node:crypto';
import { inTransaction, openDatabase } from '../../sandbox/learnlikemagic/database/pool.ts';
import { drawPage } from './model.ts';
import { expect, test, textOf, type Answer, type Backend } from './learnlikemagic.ts';

// One backend for the file: what is proved is how it behaves when many ask at once.
test.describe.configure({ mode: 'default' });

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

async function upload(backend: Backend, bookId: string, image: Buffer): Promise<Answer> {
  const body = new FormData();
  body.append('image', new Blob([new Uint8Array(image)]), 'page.png');
  return backend.send('POST', `/admin/books/${bookId}/pages`, { body });
}

/** What the pages of a book say, by their own text, in their order. */
async function pageTexts(backend: Backend, bookId: string): Promise<string[]> {
  const { json } = await backend.call('GET', `/admin/books/${bookId}`);
  const numbers = Object.values(json['pages'] ?? {}).map((page) => Number(page['page_num']));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  return Promise.all(
    numbers.map(async (number) => {
      const page = await backend.call('GET', `/admin/books/${bookId}/pages/${String(number)}`);
      return textOf(page.json['ocr_text']).trim();
    }),
  );
}

test('fifty equal books created at once get fifty ids in a row', async ({ backend }) => {
  const author = randomUUID();
  const ids = await times(50, () => backend.createBook(author));
  const base = `${author}_mathematics_4_2024`;
  const expected = Array.from({ length: 50 }, (_, index) => (index === 0 ? base : `${base}_${String(index)}`));
  expect(ids.sort()).toEqual(expected.sort());
});

test('a status is moved by exactly one of many', async ({ backend }) => {
  const id = await backend.createBook('Moved');
  const answers = await times(20, () =>
    backend.call('PUT', `/admin/books/${id}/status`, { status: 'uploading_pages' }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(19);
});

test('parallel uploads number without gaps, and pages stay themselves under deletions', async ({ backend }) => {
  const id = await backend.createBook('Pages');
  const words = ['apples', 'bridges', 'candles', 'deserts', 'engines', 'forests'];
  const images = await Promise.all(words.map((word) => drawPage(`All about ${word}`)));
  const uploads = await Promise.all(images.map((image) => upload(backend, id, image)));
  expect(uploads.map(({ json }) => Number(json['page_num'])).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await pageTexts(backend, id)).sort()).toEqual(words.map((word) => `All about ${word}`));
  const before = await pageTexts(backend, id);
  const last = await drawPage('All about gardens');
  await backend.call('PUT', `/admin/books/${id}/pages/6/approve`);
  await Promise.all([
    backend.call('DELETE', `/admin/books/${id}/pages/1`),
    backend.call('DELETE', `/admin/books/${id}/pages/1`),
    upload(backend, id, last),
  ]);
  expect(await pageTexts(backend, id)).toEqual([...before.slice(2), 'All about gardens']);
  const { json } = await backend.call('GET', `/admin/books/${id}`);
  const approved = Object.values(json['pages'] ?? {}).map((page) => textOf(page['status']));
  expect(approved).toEqual([...Array<string>(3).fill('pending_review'), 'approved', 'pending_review']);
});

test('a page whose text cannot be read leaves nothing', async ({ backend }) => {
  const id = await backend.createBook('Unread');
  backend.rules.add({ purpose: 'ocr', match: 'All about hammers', answer: { status: 500 } });
  const earlier = backend.rules.calls('All about hammers').length;
  const { status, json } = await upload(backend, id, await drawPage('All about hammers'));
  expect(status).toBe(500);
  expect(json['detail']).toContain('Failed to upload page: OCR failed after 3 attempts: OCR extraction failed: ');
  expect(backend.rules.calls('All about hammers')).toHaveLength(earlier + 9);
  expect((await backend.call('GET', `/admin/books/${id}`)).json).toMatchObject({ pages: [], status: 'draft' });
});

test('parallel replies to one session are all in history and mastery', async ({ backend }) => {
  const id = await backend.startSession('2 + 2');
  const answers = await times(12, () => backend.call('POST', `/sessions/${id}/step`, { student_reply: 'no idea' }));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(12).fill(200));
  const scores = answers.map(({ json }) => Number(json['last_grading']?.['score']));
  const mastery = scores.reduce((current, score) => 0.6 * current + 0.4 * score, 0.5);
  const { json } = await backend.call('GET', `/sessions/${id}`);
  expect(Object.keys(json['history'] ?? {})).toHaveLength(25);
  expect(Number(json['mastery_score'])).toBeCloseTo(mastery, 12);
});

test('a failed step leaves the session as it was', async ({ backend }) => {
  const topic = 'a grading that cannot be used';
  const id = await backend.startSession(topic);
  const before = await backend.call('GET', `/sessions/${id}`);
  for (const content of ['no JSON', '{"score":0.5}', '{"score":1.2,"confidence":1}', null]) {
    const { id: rule } = backend.rules.add({ purpose: 'grading', match: topic, answer: { content } });
    const { status, json } = await backend.call('POST', `/sessions/${id}/step`, { student_reply: '4' });
    expect([status, json]).toEqual([503, { detail: 'AI service temporarily unavailable' }]);
    backend.rules.remove(rule);
  }
  expect((await backend.call('GET', `/sessions/${id}`)).text).toBe(before.text);
});

test('a slow model holds up neither health nor another session', async ({ backend }) => {
  const topic = 'a lesson that takes its time';
  backend.rules.add({ purpose: 'question', match: topic, answer: { content: '{"message":"?"}' }, delayMs: 3_000 });
  const slow = times(20, () => backend.startSession(topic)).then(() => 'slow');
  const quick = Promise.all([
    backend.call('GET', '/health/db'),
    backend.startSession('another lesson'),
    backend.createBook('Meanwhile'),
  ]).then(() => 'quick');
  expect(await Promise.race([slow, quick])).toBe('quick');
  await slow;
});

test('two reviewers lose neither note, and two runs share one index', async ({ backend }) => {
  const id = await backend.createBook('Reviewed');
  for (const title of ['Fractions', 'Decimals']) await upload(backend, id, await drawPage(`${title}\nThey are parts.`));
  await backend.call('PUT', `/admin/books/${id}/pages/1/approve`);
  const runs = await times(2, () => backend.call('POST', `/admin/books/${id}/generate-guidelines`, {}));
  expect(runs.map(({ json }) => Number(json['pages_processed']))).toEqual([2, 2]);
  const { json: list } = await backend.call('GET', `/admin/books/${id}/guidelines`);
  const created = runs.reduce((sum, { json }) => sum + Number(json['subtopics_created']), 0);
  expect(Number(list['total_subtopics'])).toBe(created);
  const first = list['guidelines']?.[0];
  const target = `/admin/guidelines/books/${id}/subtopics/${textOf(first?.['subtopic_key'])}`;
  const query = `?topic_key=${textOf(first?.['topic_key'])}`;
  await times(2, (index) =>
    backend.call('POST', `${target}/approve${query}`, { approved: true, reviewer_notes: `note ${String(index)}` }),
  );
  const { json: shard } = await backend.call('GET', target + query);
  expect(textOf(shard['evidence_summary']).split('\n\n').sort()).toEqual([
    'Reviewer Notes: note 0',
    'Reviewer Notes: note 1',
  ]);
  expect(Number(shard['version'])).toBe(Number(first?.['version']) + 2);
});

test('a book deleted while it is read and written leaves no object', async ({ backend }) => {
  const id = await backend.createBook('Gone');
  const image = await drawPage('All about islands');
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => upload(backend, id, image)),
    backend.call('DELETE', `/admin/books/${id}`),
  ]);
  expect(answers.at(-1)?.status).toBe(204);
  // A book of the same id begins empty, which it would not if an upload had come after the deletion.
  expect(await backend.createBook('Gone')).toBe(id);
  expect(await pageTexts(backend, id)).toEqual([]);
  expect((await backend.call('GET', `/admin/books/${id}/pages/1`)).status).toBe(404);
});

test('a connection that is lost inside a transaction fails that transaction alone', async ({ backend }) => {
  const database = openDatabase(backend.databaseUrl);
  const lost = inTransaction(database, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // events.once would listen for the error as well, which is what the pool has to do.
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    await database.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
  });
  await expect(lost).rejects.toThrow();
  expect((await database.query('SELECT 1')).rowCount).toBe(1);
  await database.end();
});
