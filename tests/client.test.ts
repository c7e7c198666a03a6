import { expect, request as playwrightRequest, test as base } from '@playwright/test';
import { z } from 'zod';
import { ContractError } from '../helpers/http/answer.ts';
import { HttpClient, type ClientHooks } from '../helpers/http/client.ts';
import { operation, type LooseRequest, type Operation } from '../helpers/http/operation.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { seal } from '../helpers/http/sealed.ts';
import { TransportError } from '../helpers/http/transport.ts';
import { fillPath, joinUrl } from '../helpers/http/url.ts';
import { json, startStub, type Stub } from './suite/stub.ts';

const Thing = z.strictObject({ id: z.string() });
const read = operation({ method: 'GET', path: '/things/{id}', writes: false, responses: { 200: Thing, 404: Thing } });
const remove = operation({
  method: 'DELETE',
  path: '/things/{id}',
  writes: true,
  responses: { 204: z.literal(''), 404: z.strictObject({ detail: z.string() }) },
});
const create = operation({
  method: 'POST',
  path: '/things',
  writes: true,
  creates: 'thing',
  llmCalls: 2,
  body: Thing,
  responses: { 201: Thing, 307: z.literal(''), 422: z.unknown() },
});

interface Fixtures {
  stub: Stub;
  /** What the hooks were told, in order. */
  log: string[];
  client: HttpClient;
}

/** The `detail` of a refusal, by the thing that was asked for. */
const said = new Map<string, string>([
  ['refused-trace', 'Traceback (most recent call last):\n  File "/app/main.py", line 7'],
  ['refused-image', 'cannot identify image file <_io.BytesIO object at 0x7f3c1a2b>'],
  ['refused-driver', '(psycopg2.errors.UndefinedColumn) column x\nLINE 1: SELECT x'],
  ['refused-nul', 'ValueError: A string literal cannot contain NUL (0x00) characters.'],
  ['refused-none', "Failed to get guidelines: 'NoneType' object has no attribute 'topic_key'"],
  ['refused-secret', 'canary-secret at db.internal.example:5432'],
]);

const driverText = '(asyncpg.UniqueViolationError) duplicate key value\n[SQL: INSERT INTO things VALUES ($1)]';
const envelope = (detail: object, message = 'Database constraint violation'): object => ({
  ...{ error: true, message },
  details: [{ field: null, message: driverText, code: 'integrity_error', ...detail }],
});

/** Error bodies with details, by the thing that was asked for. */
const bodies = new Map<string, object>([
  ['driver', envelope({})],
  ['driver-secret', envelope({ message: 'Key (id)=(canary-secret) already exists.' })],
  ['driver-field', envelope({ field: driverText })],
  ['driver-code', envelope({ code: 'database_error' })],
  ['driver-message', envelope({}, driverText)],
]);

const test = base.extend<Fixtures>({
  stub: async ({}, use) => {
    const stub = await startStub(({ url }, response) => {
      const thing = url.replace(/\?.*$/, '').split('/').at(-1) ?? '';
      if (thing === 'never') return;
      if (thing === 'reset') response.destroy();
      else if (thing === 'slow')
        setTimeout(() => {
          json(response, 200, { id: 'slow' });
        }, 200);
      else if (thing === 'moved') response.writeHead(307, { location: '/base/things/a' }).end();
      else if (thing === 'text') response.writeHead(200, { 'content-type': 'text/plain' }).end('text');
      else if (thing === 'gone') response.writeHead(204, { 'content-type': 'application/json' }).end();
      else if (thing === 'spelled')
        response.writeHead(200, { 'Content-Type': 'Application/JSON; Charset="UTF-8"' }).end('{"id":"a"}');
      else if (thing === 'empty') response.writeHead(200, { 'content-type': 'application/json' }).end();
      else if (bodies.has(thing)) json(response, 400, bodies.get(thing));
      else if (thing.startsWith('refused'))
        json(response, 404, { detail: said.get(thing) ?? `no ${decodeURIComponent(thing)}` });
      else if (thing === 'broken') response.writeHead(200, { 'content-type': 'application/json' }).end('{');
      else if (thing === 'more') json(response, 200, { id: 'more', extra: 1 });
      else json(response, thing === 'things' ? 201 : 200, { id: 'a' });
    });
    await use(stub);
    await stub.close();
  },
  log: async ({}, use) => {
    await use([]);
  },
  client: async ({ stub, log }, use) => {
    const hooks: ClientHooks = {
      step: (title, body) => (log.push(`step ${title}`), body()),
      beforeCall: ({ path }, llmAllowance) => (log.push(`before ${path} ${String(llmAllowance)}`), () => undefined),
      intend: (kind) => (log.push(`intend ${kind}`), ({ status }) => void log.push(`settle ${String(status)}`)),
    };
    const context = seal(await playwrightRequest.newContext());
    const patience = { request: 400, llmCall: 10_000 };
    const redact = createRedaction(['canary-secret']);
    await use(new HttpClient({ context, baseUrl: `${stub.url}/base/`, patience, redact, hooks }));
    await context.dispose();
  },
});

test('keeps the base path, encodes path parameters as one segment and leaves out what is undefined', async ({
  client,
  stub,
}) => {
  const request: LooseRequest = { path: { id: 'a b/..%?#ü' }, query: { x: 'ü&=', none: undefined, n: 1 } };
  await client.call<Operation, number>(read, 200, request);
  expect(stub.requests.map(({ url }) => url)).toEqual(['/base/things/a%20b%2F..%25%3F%23%C3%BC?x=%C3%BC%26%3D&n=1']);
  expect(fillPath('/a/{x}/{y}', { x: '..', y: '.' })).toBe('/a/%2E%2E/%2E');
  expect(() => fillPath('/a/{x}')).toThrow('/a/{x}: path parameter x is missing');
  expect(joinUrl('http://h/b//', '/p', { q: '' })).toBe('http://h/b/p?q=');
});

test('sends a JSON body once encoded, and a raw body byte for byte', async ({ client, stub }) => {
  await client.call(create, 201, { body: { id: 'ü' } });
  const answer = await client.send(create, { raw: { content: '{"a":', contentType: 'application/json' } });
  answer.as(201);
  const bytes = Buffer.from([0, 255, 10]);
  (await client.send(create, { raw: { content: bytes, contentType: 'text/csv' } })).as(201);
  expect(stub.requests.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
    [Buffer.from('{"id":"ü"}'), 'application/json'],
    [Buffer.from('{"a":'), 'application/json'],
    [bytes, 'text/csv'],
  ]);
});

test('does not follow redirects', async ({ client, stub }) => {
  const answer = await client.send(read, { path: { id: 'moved' } });
  expect([answer.status, answer.headers['location']]).toEqual([307, '/base/things/a']);
  expect(stub.requests).toHaveLength(1);
  expect(() => answer.as(200)).toThrow('GET /things/{id} answered 307, expected 200');
});

test('judges status, schema and content type, and shows the exchange', async ({ client }) => {
  const refused = async (id: string, status: 200 | 404 = 200): Promise<unknown> =>
    client.call(read, status, { path: { id } }).catch((error: unknown) => error);
  expect(await refused('a', 404)).toMatchObject({
    name: 'ContractError',
    message: expect.stringMatching(
      /^GET \/things\/\{id\} answered 200, expected 404\n\ncurl -i -X GET 'http.*\n→ 200 \{"id":"a"\}/,
    ),
  });
  expect(await refused('more')).toMatchObject({
    message: expect.stringContaining('answered 200 with a body that breaks its schema:\n  - (body): Unrecognized key'),
  });
  expect(await refused('text')).toMatchObject({ message: expect.stringContaining('breaks its schema') });
  expect(await refused('broken')).toMatchObject({
    message: expect.stringContaining('says application/json but its body is no JSON'),
  });
  expect(await refused('text')).toBeInstanceOf(ContractError);
});

test('an answer without a body is judged as one, whatever its headers say', async ({ client }) => {
  expect(await client.call(remove, 204, { path: { id: 'gone' } })).toBe('');
  const empty = client.call(read, 200, { path: { id: 'empty' } });
  await expect(empty).rejects.toThrow('answered 200 with a body that breaks its schema');
});

test('JSON is JSON however the content type spells it', async ({ client }) => {
  expect(await client.call(read, 200, { path: { id: 'spelled' } })).toEqual({ id: 'a' });
});

const leaks: Readonly<Record<string, string>> = {
  'refused-trace': 'It shows a stack trace.',
  'refused-image': 'It shows a memory address.',
  'refused-driver': 'It shows SQL, a driver’s text.',
  'refused-nul': 'It shows a driver’s text, an exception of the interpreter.',
  'refused-none': 'It shows a value of the interpreter.',
  'refused-secret': 'It shows an address, a secret.',
};

for (const [id, shown] of Object.entries(leaks)) {
  test(`a refusal must show nothing of the inside: ${id}`, async ({ client }) => {
    const refusal = client.call(remove, 404, { path: { id } });
    await expect(refusal).rejects.toThrow(
      `DELETE /things/{id} answered 404 with more than a caller may see\n${shown}\n\ncurl`,
    );
    const other = client.call(remove, 204, { path: { id } });
    await expect(other).rejects.toThrow(`DELETE /things/{id} answered 404, expected 204\n${shown}\n\ncurl`);
  });
}

test('the text of a driver is no leak where a contract promises it, and nowhere else', async ({ client }) => {
  const refuse = operation({ method: 'GET', path: '/things/{id}', writes: false, responses: { 400: z.unknown() } });
  const shownBy = (id: string): Promise<unknown> =>
    client.call(refuse, 400, { path: { id } }).then(
      () => 'nothing',
      (error: unknown) => /It shows .*/.exec(String(error))?.[0],
    );
  expect(await shownBy('driver')).toBe('nothing');
  expect(await shownBy('driver-secret')).toBe('It shows a secret.');
  for (const id of ['driver-field', 'driver-code', 'driver-message']) {
    expect(await shownBy(id), id).toBe('It shows SQL, a driver’s text.');
  }
});

test('what the request itself sent is no leak where the refusal repeats it', async ({ client }) => {
  const ids = [
    'refused http://127.0.0.1:80/ at 0xabcdef',
    `refused' OR 1=1; SELECT * FROM books; DELETE FROM books`,
    'refused',
  ];
  for (const id of ids) {
    expect(await client.call(remove, 404, { path: { id } })).toEqual({ detail: `no ${id}` });
  }
});

test('throws every transport error anew: redacted, without a cause', async ({ client }) => {
  for (const id of ['reset', 'never']) {
    const query = { note: 'canary-secret' };
    const error: unknown = await client.send(read, { path: { id }, query }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ message: expect.stringMatching(/^GET http.* got no answer: [^\n]*$/) });
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toContain('canary-secret');
  }
});

test('waits for the base time-out plus that of the declared or given model calls', async ({ client, log }) => {
  await client.call(create, 201, { body: { id: 'a' } });
  await client.call(create, 201, { body: { id: 'a' }, llmCalls: 5 });
  expect(log.filter((line) => line.startsWith('before'))).toEqual(['before /things 20000', 'before /things 50000']);
  const start = performance.now();
  await expect(client.send(read, { path: { id: 'never' } })).rejects.toThrow('Timeout 400ms exceeded');
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('writes the intent down before it sends, and settles it before it judges', async ({ client, log, stub }) => {
  const wrong = client.call(create, 422, { body: { id: 'a' } });
  await expect(wrong).rejects.toThrow('POST /things answered 201, expected 422');
  expect(log).toEqual(['step POST /things → 422', 'before /things 20000', 'intend thing', 'settle 201']);
  expect(stub.requests).toHaveLength(1);
});

test('prepares all that comes before a call, and sends nothing until it is told to', async ({ client, log, stub }) => {
  const send = client.prepare(create, { body: { id: 'a' } });
  expect([log, stub.requests]).toEqual([['before /things 20000', 'intend thing'], []]);
  const answer = await send();
  expect(log.slice(2)).toEqual(['settle 201']);
  expect(client.unjudged()).toEqual(['POST /things answered 201']);
  expect(answer.as(201)).toEqual({ id: 'a' });
});

test('knows which answers nobody judged', async ({ client }) => {
  const judged = await client.send(read, { path: { id: 'a' } });
  await client.send(read, { path: { id: 'b' } });
  judged.as(200);
  expect(client.unjudged()).toEqual(['GET /things/{id} answered 200']);
});

test('settles only when calls under way have ended', async ({ client }) => {
  const slow = client.send(read, { path: { id: 'slow' } });
  const never = client.send(read, { path: { id: 'never' } }).catch(() => 'no answer');
  expect(client.unjudged()).toEqual([]);
  await client.settled();
  expect(client.unjudged()).toEqual(['GET /things/{id} answered 200']);
  expect(client.exchanges.map(({ status, error }) => status ?? error)).toEqual([
    200,
    expect.stringContaining('got no answer'),
  ]);
  expect((await slow).as(200)).toEqual({ id: 'slow' });
  expect(await never).toBe('no answer');
});
