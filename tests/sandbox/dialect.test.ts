import { expect, test as base } from '@playwright/test';
import { createApp } from '../../sandbox/fastapi/app.ts';
import { model } from '../../sandbox/fastapi/composites.ts';
import { createDialect } from '../../sandbox/fastapi/dialect.ts';
import { writeJson } from '../../sandbox/fastapi/json-style.ts';
import { operation } from '../../sandbox/fastapi/operation.ts';
import { integer, text } from '../../sandbox/fastapi/scalars.ts';
import type { Wrap } from '../../sandbox/learnlikemagic/backend.ts';
import { openMatters, respelling } from '../../sandbox/learnlikemagic/dialect.ts';
import type { ObjectStore } from '../../sandbox/learnlikemagic/store/object-store.ts';
import { Draw } from '../../sandbox/model/draw.ts';
import { ask, distinct, type Ask, type Raw } from './raw-http.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const thing = {
  ...{ name: 'é/x', share: 0.5, count: 1, at: '2026-01-02T03:04:05.120000' },
  ...{ suggestions: ['a', 'b', 'c'], misconceptions_seen: ['d', 'e', 'f'] },
};

/** What one app with a few operations answers in each dialect. */
const test = base.extend<{ everywhere: (...call: Parameters<Ask>) => Promise<Raw[]> }>({
  everywhere: async ({}, use) => {
    const operations = [
      operation({ method: 'GET', path: '/thing', tag: 't', summary: 'Read', handle: () => Promise.resolve(thing) }),
      operation({
        ...{ method: 'DELETE', path: '/thing', tag: 't', summary: 'Remove', status: 204 },
        handle: () => Promise.resolve(undefined),
      }),
      operation({
        ...{ method: 'POST', path: '/thing', tag: 't', summary: 'Create' },
        body: model('Thing', { name: text({ min: 2 }), count: integer(), other: text() }),
        handle: () => Promise.resolve(thing),
      }),
    ];
    const apps = await Promise.all(
      seeds.map((seed) =>
        createApp({ title: 'T', version: '1' }, operations, { dialect: createDialect(seed, openMatters) }),
      ),
    );
    const urls = await Promise.all(apps.map((app) => app.listen({ host: '127.0.0.1', port: 0 })));
    await use((...call) => Promise.all(urls.map((url) => ask(url)(...call))));
    await Promise.all(apps.map((app) => app.close()));
  },
});

test('every dialect says the same', async ({ everywhere }) => {
  const answers = await everywhere('GET', '/thing');
  for (const { status, text: said } of answers) {
    const value = JSON.parse(said) as typeof thing;
    const sorted = { suggestions: value.suggestions.sort(), misconceptions_seen: value.misconceptions_seen.sort() };
    expect([status, { ...value, ...sorted, at: value.at.padEnd(26, '0') }]).toEqual([200, thing]);
  }
});

test('answers differ in headers, their case, their pieces, and in how their JSON is written', async ({
  everywhere,
}) => {
  const answers = await everywhere('GET', '/thing');
  const has = (pattern: RegExp): number => answers.filter(({ text: said }) => pattern.test(said)).length;
  for (const name of ['content-length', 'server', 'cache-control', 'x-request-id', 'strict-transport-security']) {
    const found = answers.filter(({ headerOf }) => headerOf(name) !== undefined).length;
    expect(found, name).toBeGreaterThan(0);
    expect(found, name).toBeLessThan(seeds.length);
  }
  expect(answers.every(({ headerOf }) => headerOf('date') !== undefined)).toBe(true);
  expect(distinct(answers.map(({ headerOf }) => headerOf('content-type')))).toBeGreaterThan(2);
  expect(distinct(answers.map(({ headers }) => headers.find((name) => /^content-type$/i.test(name))))).toBe(3);
  expect(Math.max(...answers.map(({ pieces }) => pieces))).toBeGreaterThan(1);
  for (const pattern of [/\\u00e9/, /é/, /\\\//, /0\.50/, /5e-1/, /0\.5\b/, /\.12"/, /\.120000"/, /\n/]) {
    expect(has(pattern), String(pattern)).toBeGreaterThan(0);
  }
  expect(distinct(answers.map(({ text: said }) => Object.keys(JSON.parse(said) as object)))).toBeGreaterThan(2);
  const lists = answers.map(({ text: said }) => JSON.parse(said) as typeof thing);
  expect(distinct(lists.map(({ suggestions }) => suggestions))).toBeGreaterThan(1);
  expect(distinct(lists.map(({ misconceptions_seen: seen }) => seen))).toBeGreaterThan(1);
});

test('a 204 comes with and without a content type and a length', async ({ everywhere }) => {
  const answers = await everywhere('DELETE', '/thing');
  expect(answers.map(({ status, text: said }) => [status, said])).toEqual(seeds.map(() => [204, '']));
  for (const name of ['content-type', 'content-length']) {
    expect(distinct(answers.map(({ headerOf }) => headerOf(name))), name).toBe(2);
  }
});

test('a validation differs in words, order and members', async ({ everywhere }) => {
  const answers = await everywhere('POST', '/thing', '{"name":"x"}');
  const details = answers.map(
    ({ text: said }) =>
      (JSON.parse(said) as { detail: { type: string; msg: string; ctx?: object; url?: string }[] }).detail,
  );
  expect(details.map((detail) => detail.map(({ type }) => type).sort())).toEqual(
    seeds.map(() => ['missing', 'missing', 'string_too_short']),
  );
  expect(distinct(details.map((detail) => detail.map(({ type }) => type)))).toBeGreaterThan(1);
  expect(distinct(details.flatMap((detail) => detail.map(({ msg }) => msg)))).toBeGreaterThan(3);
  expect(distinct(details.map((detail) => detail.map(({ url }) => url !== undefined)))).toBeGreaterThan(1);
  const short = details.flatMap((detail) => detail.filter(({ type }) => type === 'string_too_short'));
  expect(distinct(short.map(({ ctx }) => Object.keys(ctx ?? {}).length))).toBe(2);
});

test('a redirect is absolute or relative', async ({ everywhere }) => {
  const places = (await everywhere('GET', '/thing/')).map(({ headerOf }) => headerOf('location') ?? '');
  expect(places.filter((place) => place === '/thing').length).toBeGreaterThan(0);
  expect(places.filter((place) => /^http:.*\/thing$/.test(place)).length).toBeGreaterThan(0);
});

test('a seed speaks alike each time', async () => {
  const ways = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const app = await createApp({ title: 'T', version: '1' }, [], { dialect: createDialect(seed, openMatters) });
      const { headers, text: said } = await ask(await app.listen({ host: '127.0.0.1', port: 0 }))('GET', '/none');
      await app.close();
      return [headers.filter((name) => !/GMT$/.test(name)), said];
    }),
  );
  expect(ways[1]).toEqual(ways[0]);
  expect(ways[2]).not.toEqual(ways[0]);
});

test('what this contract leaves in no order is reordered, and nothing else', () => {
  const numbers = Array.from({ length: 9 }, (_, index) => index);
  const reorder = (path: string, body: unknown): unknown => openMatters.vary(path, body, new Draw('x'));
  expect(reorder('/admin/guidelines/books', numbers)).not.toEqual(numbers);
  expect(reorder('/admin/guidelines/books/a/topics', numbers)).toEqual(numbers);
  const detail = 'Unsupported image format: .gif. Supported formats: .a, .b, .c, .d, .e';
  expect(reorder('/x', { detail })).not.toEqual({ detail });
  expect(reorder('/x', { detail: 'Other: a, b, c, d' })).toEqual({ detail: 'Other: a, b, c, d' });
  const subtopics = ['A', 'B', 'B', 'B', 'C'].map((subtopic, id) => ({ subtopic, id }));
  const { subtopics: ties } = reorder('/curriculum', { subtopics }) as { subtopics: typeof subtopics };
  expect(ties.map(({ subtopic }) => subtopic)).toEqual(['A', 'B', 'B', 'B', 'C']);
  expect(ties).not.toEqual(subtopics);
});

test('documents keep their form, and texts in columns have another', async () => {
  const put: unknown[][] = [];
  const queries: unknown[][] = [];
  const store = { put: (...call: unknown[]) => Promise.resolve(put.push(call)) } as unknown as ObjectStore;
  const pool = { query: (...call: unknown[]) => queries.push(call) } as unknown as Parameters<Wrap>[1];
  const wrap = respelling(new Draw('x'));
  const document = { a: 1, b: ['é'], c: {}, d: 0.5, e: null, f: true };
  await wrap('store', store).put('k', JSON.stringify(document), 'application/json');
  const [, content] = put[0] ?? [];
  expect(JSON.parse(String(content))).toEqual(document);
  expect(content).toMatch(/^\{\n {2}"[a-f]": /);
  expect(content).toContain('[\n    "\\u00e9"\n  ]');
  const database = wrap('database', pool as never) as unknown as { query: (text: string, values: unknown[]) => void };
  for (let count = 0; count < 9; count += 1) database.query('INSERT INTO x (a_json)', ['{"a":1,"b":2}', '[no JSON', 5]);
  database.query('INSERT INTO x (a)', ['{"a":1,"b":2}']);
  expect(distinct(queries.slice(0, 9).map(([, values]) => (values as string[])[0]))).toBeGreaterThan(2);
  expect(queries[0]?.[1]).toEqual([expect.any(String), '[no JSON', 5]);
  expect(queries[9]?.[1]).toEqual(['{"a":1,"b":2}']);
});

test('JSON without a style is the usual one', () => {
  const value = {
    a: [1, 0.25, 1e21, 'x"\n', null, true, {}, []],
    b: { c: undefined, d: '2026-01-02T03:04:05.120000' },
  };
  expect(writeJson(value, {})).toBe(JSON.stringify(value));
});
