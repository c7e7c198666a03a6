import { expect, test } from '@playwright/test';
import { httpMutants } from '../../detection/http/mutants.ts';
import { operations as learnlikemagic } from '../../helpers/learnlikemagic/operations/index.ts';
import { answered, meet, mutants, other, thing, type Meeting } from './http-meeting.ts';

test('answers with another status or without the JSON that they announce pass as they are', async () => {
  for (const truth of [answered({ name: 'Ada' }, 404), { ...answered({}), body: Buffer.from('{') }]) {
    const { given, applied } = await meet('http:getThing:200:drop:name', { says: [truth] });
    expect(given).toBe(truth);
    expect(applied).toBe(0);
  }
});

test('a status is changed to its neighbour, to 200 and to 500, and a content type to text', async () => {
  const missing = { says: [answered({ detail: 'Not found' }, 404)] };
  expect((await meet('http:getThing:200:status-neighbour')).given).toMatchObject({ status: 201 });
  expect((await meet('http:getThing:404:status-neighbour', missing)).given).toMatchObject({ status: 400 });
  expect((await meet('http:getThing:404:status-200', missing)).given).toMatchObject({ status: 200 });
  expect((await meet('http:getThing:404:status-500', missing)).given).toMatchObject({ status: 500 });
  const removed = { says: [answered('', 204)] };
  expect((await meet('http:deleteThing:204:status-neighbour', removed)).given).toMatchObject({ status: 200 });
  const { given } = await meet('http:getThing:200:content-type');
  expect(given).toEqual({ ...answered(thing), headers: { 'content-type': 'text/plain; charset=utf-8' } });
});

test('a stale read has the body of an earlier answer, best of the same URL', async () => {
  const earlier = [
    { url: '/things/b', body: other },
    { url: '/things/a', body: thing },
    { url: '/things/a', body: { ...thing, grade: 1 } },
  ];
  expect((await meet('http:getThing:200:stale-read', { earlier })).body).toEqual({ ...thing, grade: 1 });
  expect((await meet('http:getThing:200:stale-read', { earlier: earlier.slice(0, 2) })).body).toEqual(other);
});

test('an answer stays away after the work was done', async () => {
  expect(await meet('http:getThing:200:delayed')).toMatchObject({ given: 'silence', applied: 1 });
  const reset = await meet('http:putThing:200:reset-after-write');
  expect(reset).toMatchObject({ given: 'reset', applied: 1 });
  expect(reset.forwarded).toHaveLength(1);
});

test('what is not forwarded is claimed with an earlier answer and the values that were sent', async () => {
  const request = { headers: { 'content-type': 'application/json' }, body: Buffer.from('{"name":"Eve","unknown":1}') };
  const earlier = [{ url: '/things/b', body: other }];
  const claimed = await meet('http:putThing:200:not-forwarded', { request, earlier });
  expect(claimed).toMatchObject({ body: { ...other, name: 'Eve' }, forwarded: [], applied: 1 });
  const deleted = await meet('http:deleteThing:204:not-forwarded');
  expect(deleted).toMatchObject({ given: { status: 204 }, forwarded: [], applied: 1 });
  const first = await meet('http:putThing:200:not-forwarded', { request });
  expect(first).toMatchObject({ body: thing, applied: 0 });
  expect(first.forwarded).toHaveLength(1);
});

test('what is forwarded twice is answered once, and counts when the API took it twice', async () => {
  const id = 'http:putThing:200:forwarded-twice';
  const twice = await meet(id, { says: [answered(thing), answered(other)] });
  expect(twice).toMatchObject({ body: thing, applied: 1 });
  expect(twice.forwarded).toHaveLength(2);
  expect(await meet(id, { says: [answered(thing), answered({}, 409)] })).toMatchObject({ body: thing, applied: 0 });
});

test('a field of the request is dropped in every item, unless it is null or not there', async () => {
  const request = (body: unknown): Meeting => ({
    request: { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) },
  });
  const id = 'http:putThing:request:request-field-dropped:parts[].id';
  const sent = { name: 'Ada', parts: [{ id: 'a', size: 1 }, { id: null }, { size: 2 }] };
  const { forwarded, applied } = await meet(id, request(sent));
  expect(JSON.parse(forwarded[0]?.body.toString('utf8') ?? '')).toEqual({
    name: 'Ada',
    parts: [{ size: 1 }, { id: null }, { size: 2 }],
  });
  expect(applied).toBe(1);
  expect((await meet(id, request({ name: 'Ada' }))).applied).toBe(0);
});

test('a query parameter is left out, and the rest of the query stays as it was', async () => {
  const id = 'http:getThing:request:query-ignored:q';
  const asked = async (url: string): Promise<unknown[]> => {
    const { forwarded, applied } = await meet(id, { request: { url } });
    return [forwarded[0]?.url, applied];
  };
  expect(await asked('/things/a?p=%20b&q=1&r=?')).toEqual(['/things/a?p=%20b&r=?', 1]);
  expect(await asked('/things/a?q=')).toEqual(['/things/a', 1]);
  expect(await asked('/things/a?p=q')).toEqual(['/things/a?p=q', 0]);
});

test('a body that is a list is changed as a whole and in its items', async () => {
  const says = [answered(thing.parts)];
  expect((await meet('http:listThings:200:emptied', { says })).body).toEqual([]);
  expect((await meet('http:listThings:200:drop:[].id', { says })).body).toEqual([{ size: 0.7 }, { size: 1 }]);
});

test('what the contract leaves open has no meaning to change', () => {
  const of = (field: string): string[] =>
    mutants
      .filter(({ id }) => id.startsWith('http:getThing:200:') && id.endsWith(`:${field}`))
      .map(({ operator }) => operator);
  expect(of('input')).toEqual(['drop', 'rename']);
  expect(of('fixed')).toEqual(['drop', 'rename', 'null', 'retype']);
  expect(of('note')).toEqual(['drop', 'rename', 'retype', 'truncated']);
  expect(mutants.map(({ id }) => id)).not.toContain('http:deleteThing:204:forwarded-twice');
});

test('a test suits that made the operation answer so, the better the fewer others it called and the shorter it is', () => {
  const suits = (id: string, calls: readonly string[], duration = 100): number =>
    mutants.find((each) => each.id === id)?.suits({ operations: calls, tables: [], objects: [], duration }) ?? -1;
  const drop = 'http:getThing:200:drop:name';
  expect(suits(drop, ['getThing 404', 'putThing 200'])).toBe(0);
  expect(suits(drop, ['getThing 200'])).toBeGreaterThan(suits(drop, ['getThing 200', 'putThing 200']));
  expect(suits(drop, ['getThing 200'])).toBeGreaterThan(suits(drop, ['getThing 200'], 5000));
  expect(suits('http:getThing:request:query-ignored:q', ['getThing 200'])).toBeGreaterThan(0);
  expect(suits('http:getThing:request:query-ignored:q', ['getThing 404'])).toBe(0);
});

test('ids are unique, and a field keeps its drawn operator whatever else there is', () => {
  const drawn = (seed: number, of: Parameters<typeof httpMutants>[0] = learnlikemagic): string[] =>
    httpMutants(of, { all: false, seed }).map(({ id }) => id);
  const all = httpMutants(learnlikemagic, { all: true, seed: 1 }).map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
  expect(all).toEqual(expect.arrayContaining(drawn(2)));
  const { createBook } = learnlikemagic;
  expect(drawn(1)).toEqual(expect.arrayContaining(drawn(1, { createBook })));
  const ofTitle = drawn(1).filter((id) => /^http:createBook:201:(drop|null|retype|rename):title$/.test(id));
  expect(ofTitle).toHaveLength(1);
});

test('a test can meet what would have changed one of its calls, and nothing is forwarded to find out', async () => {
  const changes = async (id: string, body: unknown, operation = 'getThing'): Promise<boolean | undefined> => {
    const request = { method: 'GET', url: '/things/a', headers: {}, body: Buffer.alloc(0) };
    const exchange = { request, forward: () => Promise.resolve(answered(body)), earlier: () => [] };
    const call = { operation, status: 200, exchange };
    const touched = { operations: [], calls: [call], tables: [], objects: [], duration: 100 };
    return mutants.find((each) => each.id === id)?.wouldChange?.(touched);
  };
  const truncated = 'http:getThing:200:truncated:note';
  expect(await changes(truncated, thing)).toBe(false);
  expect(await changes(truncated, { ...thing, note: 'a note' })).toBe(true);
  expect(await changes(truncated, { ...thing, note: 'a note' }, 'putThing')).toBe(false);
  expect(await changes('http:getThing:request:query-ignored:q', thing)).toBe(false);
});
