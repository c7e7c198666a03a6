import { expect, test as base } from '@playwright/test';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { streamMutants } from '../../detection/http/mutants.ts';
import { startProxies, type HttpProxy } from '../../detection/http/proxy.ts';
import type { Mutant } from '../../detection/mutants/mutant.ts';
import { streamFaults } from '../../detection/systems/agora/streams.ts';
import { begin, frame, metadata, openTalk, piece, talk } from '../stream-server.ts';
import { startStub } from '../suite/stub.ts';

const test = base.extend<{ http: HttpProxy }>({
  http: async ({}, use) => {
    const answer = async (response: ServerResponse): Promise<void> => {
      begin(response);
      const pieces = [metadata(), piece('one') + piece('two'), frame('error', { message: 'the end' })];
      for (const text of pieces) {
        response.write(text);
        await pause(100);
      }
      response.end();
    };
    const stub = await startStub((_, response) => void answer(response));
    const proxy = await startProxies([{ url: stub.url }], { talk });
    await use(proxy);
    await proxy.close();
    await stub.close();
  },
});

const mutants = streamMutants({ talk }, []);

/** Kinds and data that come through the proxy, and whether the stream broke, while a mutant is planted in it. */
async function readWith(
  http: HttpProxy,
  mutant: Mutant | undefined,
): Promise<{ seen: unknown[]; applied: number; error?: string }> {
  const parts = { http, databases: new Map(), sandbox: { plant: () => Promise.resolve(), activity: never } };
  const takeOut = await mutant?.plant(parts);
  const stream = openTalk(http.urls[0] ?? '');
  const error = await stream.toEnd().then(
    () => undefined,
    (thrown: unknown) => String(thrown),
  );
  const { applied = 0 } = (await takeOut?.()) ?? {};
  const seen = stream.events.map(({ kind, data }) => (kind === 'piece' ? data.text : kind));
  return { seen, applied, ...(error !== undefined && { error }) };
}

const never = (): Promise<never> => new Promise(() => undefined);

test('a stream passes as it comes, and is told to have been called', async ({ http }) => {
  const stream = openTalk(http.urls[0] ?? '');
  await stream.until('the first event', () => true);
  expect(stream.events).toHaveLength(1);
  const events = await stream.toEnd();
  expect(events.map(({ kind }) => kind)).toEqual(['metadata', 'piece', 'piece', 'error']);
  expect(events.at(-1)?.at ?? 0).toBeGreaterThan((events[0]?.at ?? 0) + 150);
  expect(http.takeCalls().map(({ operation, status }) => `${operation} ${String(status)}`)).toEqual(['talk 200']);
});

test('a client that goes away ends the stream behind the proxy', async ({ http }) => {
  const stream = openTalk(http.urls[0] ?? '');
  await stream.until('the first event', () => true);
  stream.abort();
  expect((await readWith(http, undefined)).error).toBeUndefined();
});

const changes: Readonly<Record<string, { seen: unknown[]; error?: RegExp }>> = {
  'first-dropped:piece': { seen: ['metadata', 'two', 'error'] },
  'last-dropped:piece': { seen: ['metadata', 'one', 'error'] },
  'doubled:piece': { seen: ['metadata', 'one', 'one', 'two', 'error'] },
  'swapped:piece': { seen: ['metadata', 'two', 'one', 'error'] },
  'first-changed:piece': { seen: ['metadata', 'one indeed', 'two', 'error'] },
  'last-changed:piece': { seen: ['metadata', 'one', 'two indeed', 'error'] },
  'renamed:piece': { seen: ['metadata'], error: /piece_renamed/ },
  'ended-early': { seen: ['metadata', 'one', 'two'] },
  broken: { seen: ['metadata', 'one'], error: /cut before its end/ },
  'held-back': { seen: ['metadata', 'one', 'two', 'error'] },
  hanging: { seen: ['metadata', 'one'], error: /said nothing for 400 ms/ },
};

for (const [name, { seen, error }] of Object.entries(changes)) {
  test(`${name} changes what it says, without a gap that betrays it`, async ({ http }) => {
    const mutant = mutants.find(({ id }) => id === `stream:talk:200:${name}`);
    const honest = await readWith(http, undefined);
    const [call] = http.takeCalls();
    const found = await readWith(http, mutant);

    expect(honest).toEqual({ seen: ['metadata', 'one', 'two', 'error'], applied: 0 });
    expect(found.seen).toEqual(seen);
    expect(found.applied).toBe(1);
    expect(found.error ?? '').toMatch(error ?? /^$/);
    // A test that would not meet it is known from its recording.
    const recording = { operations: ['talk 200'], tables: [], objects: [], duration: 1, calls: call ? [call] : [] };
    expect(await mutant?.wouldChange?.(recording)).toBe(true);
    expect(await mutant?.wouldChange?.({ ...recording, calls: [] })).toBe(false);
  });
}

test('what is asked can be lost, doubled and spoilt in both events that tell it', async () => {
  const asked = {
    kind: 'updates',
    data: { __interrupt__: [{ id: 'ab', value: { type: 'x', message: 'm', options: ['a', 'b'] } }] },
  };
  const frames = [{ kind: 'values', data: {} }, asked, { ...asked, kind: 'values' }];
  async function* all(): AsyncGenerator<(typeof frames)[number]> {
    for (const each of frames) yield await Promise.resolve(each);
  }
  const found: Record<string, number> = {};
  for (const { operator, change } of streamFaults.filter((fault) => fault.operator.startsWith('question-'))) {
    let applied = 0;
    const texts: string[] = [];
    const told = {
      live: false,
      applied: () => {
        applied += 1;
      },
    };
    for await (const each of change(all(), told)) texts.push(JSON.stringify(each));
    expect.soft(texts.join('\n'), operator).not.toBe(frames.map((each) => JSON.stringify(each)).join('\n'));
    found[operator] = applied;
  }
  expect(new Set(Object.values(found))).toEqual(new Set([2]));
  expect(Object.keys(found)).toHaveLength(6);
});
