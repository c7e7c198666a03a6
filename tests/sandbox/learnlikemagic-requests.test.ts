import { expect, test } from './learnlikemagic.ts';

const json = { 'content-type': 'application/json' };
const book = { title: 'T', country: 'India', board: 'CBSE', grade: 4, subject: 'Mathematics' };

test('an outage of the database is told, and what needs it fails cleanly', async ({ outage }) => {
  expect((await outage.call('GET', '/')).json).toMatchObject({ status: 'ok', version: '1.0.0' });
  const health = await outage.call('GET', '/health/db');
  expect([health.status, health.json]).toEqual([200, { status: 'error', database: 'connection_failed' }]);
  const books = await outage.call('GET', '/admin/books');
  expect(books.status).toBe(500);
  expect(books.json).toEqual({ detail: 'Failed to list books: a service that this call needs is not available' });
  const session = await outage.call('GET', '/sessions/any');
  expect([session.status, session.text]).toEqual([500, 'Internal Server Error']);
});

test('every failing field has its entry', async ({ outage }) => {
  const body = { title: '', author: 5, edition_year: '1899', board: ['x'], grade: 8.5, subject: 'S' };
  const { status, json: answer } = await outage.call('POST', '/admin/books', body);
  expect(status).toBe(422);
  expect(answer['detail']).toEqual([
    {
      ...{ type: 'string_too_short', loc: ['body', 'title'], msg: 'String should have at least 1 character' },
      ...{ input: '', ctx: { min_length: 1 } },
    },
    { type: 'string_type', loc: ['body', 'author'], msg: 'Input should be a valid string', input: 5 },
    {
      ...{ type: 'greater_than_equal', loc: ['body', 'edition_year'] },
      ...{ msg: 'Input should be greater than or equal to 1900', input: '1899', ctx: { ge: 1900 } },
    },
    { type: 'missing', loc: ['body', 'country'], msg: 'Field required', input: body },
    { type: 'string_type', loc: ['body', 'board'], msg: 'Input should be a valid string', input: ['x'] },
    {
      ...{ type: 'int_from_float', loc: ['body', 'grade'], input: 8.5 },
      msg: 'Input should be a valid integer, got a number with a fractional part',
    },
  ]);
});

test('lengths are counted in characters, not in code units', async ({ outage }) => {
  const long = await outage.call('POST', '/admin/books', { ...book, title: '😀'.repeat(256) });
  expect(long.json['detail']?.[0]).toMatchObject({ type: 'string_too_long', ctx: { max_length: 255 } });
  expect((await outage.call('POST', '/admin/books', { ...book, title: '😀'.repeat(255) })).status).toBe(500);
});

test('half a surrogate pair is refused, and input nested too deeply to be shown is answered as unhandled', async ({
  outage,
}) => {
  const half = await outage.call('POST', '/admin/books', { ...book, title: '\ud83d' });
  expect(half.status).toBe(422);
  expect(half.json['detail']?.[0]).toMatchObject({ type: 'string_unicode', loc: ['body', 'title'] });
  const deep = await outage.send('POST', '/admin/books', { headers: json, body: '['.repeat(1e5) + ']'.repeat(1e5) });
  expect([deep.status, deep.text]).toEqual([500, 'Internal Server Error']);
});

for (const [body, offset, error] of [
  ['{"title":', 9, 'Expecting value'],
  ['{"ü😀":1,}', 8, 'Expecting property name enclosed in double quotes'],
  ['{"a" 1}', 5, "Expecting ':' delimiter"],
  ['[1 2]', 3, "Expecting ',' delimiter"],
  ['{} x', 3, 'Extra data'],
  ['{"a":"b', 5, 'Unterminated string starting at'],
] as const) {
  test(`malformed JSON is refused at its fault: ${body}`, async ({ outage }) => {
    const { status, json: answer } = await outage.send('POST', '/admin/books', { headers: json, body });
    expect(status).toBe(422);
    const issue = { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {}, ctx: { error } };
    expect(answer['detail']).toEqual([issue]);
  });
}

test('a missing body and a body of another type are told apart', async ({ outage }) => {
  const missing = { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
  expect((await outage.call('POST', '/admin/books')).json['detail']).toEqual([missing]);
  for (const type of ['text/plain', 'garbage', 'multipart/form-data; boundary=x']) {
    const answer = await outage.send('POST', '/admin/books', { headers: { 'content-type': type }, body: 'hello' });
    expect(answer.status).toBe(422);
    expect(answer.json['detail']?.[0]).toMatchObject({ type: 'model_attributes_type', loc: ['body'], input: 'hello' });
  }
});

test('routing answers by itself', async ({ outage }) => {
  const unknown = await outage.call('GET', '/nowhere');
  expect([unknown.status, unknown.json]).toEqual([404, { detail: 'Not Found' }]);
  const method = await outage.call('PATCH', '/admin/books');
  expect([method.status, method.json, method.headers.get('allow')]).toEqual([
    ...[405, { detail: 'Method Not Allowed' }, 'GET, POST'],
  ]);
  expect((await outage.call('HEAD', '/')).status).toBe(405);
  const slash = await outage.call('GET', '/admin/books/?limit=1');
  expect([slash.status, slash.headers.get('location')]).toEqual([307, `${outage.url}/admin/books?limit=1`]);
  expect((await outage.call('GET', '/sessions/a%2Fb')).status).toBe(404);
});

test('the machine-readable description names all 28 operations', async ({ outage }) => {
  const { json: document } = await outage.call('GET', '/openapi.json');
  expect(document['openapi']).toBe('3.1.0');
  const operations = Object.values(document['paths'] ?? {}).flatMap((methods) => Object.keys(methods));
  expect(operations).toHaveLength(28);
  const names = new Set(JSON.stringify(document).match(/#\/components\/schemas\/\w+/g));
  const missing = [...names].filter((name) => !document['components']?.['schemas']?.[name.split('/').at(-1) ?? '']);
  expect(missing).toEqual([]);
});
