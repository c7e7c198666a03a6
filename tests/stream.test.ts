import { expect, test as base } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { StreamClient } from '../helpers/stream/client.ts';
import { StreamError } from '../helpers/stream/declaration.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { begin, frame, metadata, openTalk, patience, piece, talk } from './stream-server.ts';
import { startStub, type Stub } from './suite/stub.ts';

type Handler = (response: ServerResponse) => void | Promise<void>;

const test = base.extend<{ serve: (handler: Handler) => Promise<Stub> }>({
  serve: async ({}, use) => {
    const stubs: Stub[] = [];
    await use(async (handler) => {
      const stub = await startStub((_, response) => void handler(response));
      stubs.push(stub);
      return stub;
    });
    for (const stub of stubs) await stub.close();
  },
});

/** The message of the StreamError that something throws, and how long that took. */
async function refusal(promise: Promise<unknown>): Promise<{ message: string; ms: number }> {
  const start = performance.now();
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StreamError);
  return { message: (error as StreamError).message, ms: performance.now() - start };
}

test('a stream is read to its end, each event judged and typed, and named in its transcript', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).end(metadata() + piece('one') + piece('two: canary-secret'));
  });

  const stream = openTalk(stub.url);
  const events = await stream.toEnd();

  expect(events.map(({ kind, number, id }) => [kind, number, id])).toEqual([
    ['metadata', 1, '0'],
    ['piece', 2, '1'],
    ['piece', 3, '2'],
  ]);
  expect(stub.requests[0]).toMatchObject({ method: 'POST', url: '/talks/thread-7/stream' });
  expect(stub.requests[0]?.headers).toMatchObject({ accept: 'text/event-stream', 'accept-encoding': 'identity' });
  expect(stream.judged).toBe(true);
  expect(stream.transcript()).toContain('POST /talks/{thread}/stream (thread thread-7, run run-9)');
  expect(stream.transcript()).not.toContain('canary-secret');
});

test('events arrive one by one, while the server is still talking, whatever the pieces that they come in', async ({
  serve,
}) => {
  let more: () => void = () => undefined;
  const stub = await serve((response) => {
    const all = Buffer.from(metadata() + piece('grüße') + piece('end'));
    const umlaut = all.indexOf(Buffer.from('ü')) + 1;
    begin(response).write(all.subarray(0, umlaut));
    more = () => {
      response.write(all.subarray(umlaut, all.length - 3));
      setTimeout(() => response.end(all.subarray(all.length - 3)), 50);
    };
  });

  const stream = openTalk(stub.url);
  await stream.until('the first event', ({ kind }) => kind === 'metadata');
  expect(stream.events).toHaveLength(1);
  more();
  const events = await stream.toEnd();

  expect(events.map(({ data }) => data)).toEqual([{ run_id: 'run-9' }, { text: 'grüße' }, { text: 'end' }]);
  expect(events[2]?.at).toBeGreaterThan(events[0]?.at ?? Infinity);
});

test('comments and retry lines are no events', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).end(`: heartbeat\n\nretry: 10\n\n${metadata()}: another\n\n${piece('x')}`);
  });

  await expect(openTalk(stub.url).toEnd()).resolves.toHaveLength(2);
});

const wrong: readonly { name: string; body: () => string; says: RegExp }[] = [
  {
    name: 'an unknown kind',
    body: () => metadata() + frame('surprise', {}),
    says: /sent event 2 \(surprise\), which is none of metadata, piece, error/,
  },
  {
    name: 'data that break their schema',
    body: () => metadata() + frame('piece', { text: 7, more: 1 }),
    says: /event 2 \(piece\) that breaks its schema:\n {2}- text: [^]*Unrecognized key/,
  },
  {
    name: 'data that are no JSON',
    body: () => metadata() + frame('piece', 'hello'),
    says: /event 2 \(piece\) whose data are no JSON/,
  },
  {
    name: 'another beginning',
    body: () => piece('x') + metadata(),
    says: /begins with piece, expected metadata[^]*event 2 is another metadata/,
  },
  { name: 'two beginnings', body: () => metadata() + metadata(), says: /event 2 is another metadata/ },
  {
    name: 'something behind its end',
    body: () => metadata() + frame('error', { message: 'x' }) + piece('y'),
    says: /event 2 \(error\) is not the last/,
  },
  { name: 'no event at all', body: () => '', says: /begins with nothing/ },
  {
    name: 'an event that was dropped',
    body: () => metadata() + (frame('piece', {}) && '') + piece('y'),
    says: /the id of event 2 is 2, after 0/,
  },
  { name: 'an event twice', body: () => metadata() + piece('y').repeat(2), says: /the id of event 3 is 1, after 1/ },
  {
    name: 'half an event at its end',
    body: () => metadata() + piece('y').slice(0, -1),
    says: /its last event is not complete/,
  },
];

for (const { name, body, says } of wrong) {
  test(`a stream with ${name} is refused, and says which`, async ({ serve }) => {
    const stub = await serve((response) => {
      begin(response).end(body());
    });

    const { message } = await refusal(openTalk(stub.url).toEnd());

    expect(message).toMatch(says);
    expect(message).toContain('thread thread-7');
  });
}

test('a stream that hangs ends in bounded time, and names thread, run and last event', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).write(metadata() + piece('last words'));
  });

  const { message, ms } = await refusal(openTalk(stub.url).toEnd());

  expect(message).toMatch(
    /^The stream POST \/talks\/\{thread\}\/stream \(thread thread-7, run run-9\) said nothing for 400 ms; last event: 2 piece \(id 1\) after \d+ ms$/,
  );
  expect(ms).toBeLessThan(patience.idle * 3);
});

test('a stream that never stops talking ends in bounded time as well', async ({ serve }) => {
  const stub = await serve(async (response) => {
    begin(response).write(metadata());
    while (!response.destroyed) {
      response.write(piece('more'));
      await pause(50);
    }
  });

  const { message } = await refusal(openTalk(stub.url, { patience: { total: 600, idle: 400 } }).toEnd());

  expect(message).toMatch(/did not end within 600 ms; last event: \d+ piece/);
});

test('a server that dies in the middle is told at once', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).write(metadata() + piece('last words'));
    setTimeout(() => response.destroy(), 50);
  });

  const { message, ms } = await refusal(openTalk(stub.url).toEnd());

  expect(message).toMatch(/was cut before its end: .+; last event: 2 piece/);
  expect(ms).toBeLessThan(patience.idle);
});

test('a proxy that holds the stream back ends in bounded time, and is suspected', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).flushHeaders();
  });

  const { message } = await refusal(openTalk(stub.url).until('the first event', () => true));

  expect(message).toMatch(/said nothing for 400 ms; no event had come; does a proxy hold the stream back\?$/);
});

test('a server that does not answer, or is not there, is told', async ({ serve }) => {
  const silent = await serve(() => undefined);
  const { message } = await refusal(openTalk(silent.url).toEnd());
  expect(message).toMatch(/said nothing for 400 ms; no event had come$/);

  await silent.close();
  const { message: refused } = await refusal(openTalk(silent.url).opened());
  expect(refused).toMatch(/was cut before an answer: .*ECONNREFUSED/);
});

test('another status or content type is refused with what was said, redacted', async ({ serve }) => {
  const busy = await serve((response) => {
    response.writeHead(422, { 'content-type': 'text/plain' }).end('Thread is busy: canary-secret');
  });
  const { message } = await refusal(openTalk(busy.url).toEnd());
  expect(message).toMatch(/answered 422, expected 200: Thread is busy: \[redacted\]/);

  const page = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  });
  const { message: other } = await refusal(openTalk(page.url).toEnd());
  expect(other).toContain('answered with text/html in place of text/event-stream');
});

test('what is waited for and does not come is named', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).end(metadata());
  });

  const { message } = await refusal(openTalk(stub.url).until('a piece', ({ kind }) => kind === 'piece'));

  expect(message).toMatch(/ended without a piece; last event: 1 metadata/);
});

test('a client knows which streams nobody judged, refuses what it must not open, and closes all', async ({ serve }) => {
  const stub = await serve((response) => {
    begin(response).write(metadata());
  });
  let allowed = true;
  const client = new StreamClient({
    ...{ baseUrl: stub.url, patience, redact: createRedaction([]) },
    beforeOpen() {
      if (!allowed) throw new Error('not here');
    },
  });
  const request = { path: { thread: 'thread-7' }, body: { topic: 'x' } };

  const left = client.open(talk, request);
  await left.opened();
  const aborted = client.open(talk, request);
  await aborted.until('the first event', () => true);
  aborted.abort();
  allowed = false;

  expect(() => client.open(talk, request)).toThrow('not here');
  expect(client.unjudged()).toHaveLength(1);
  expect(client.transcripts()).toContain('#1 metadata');
  client.close();
  await refusal(left.toEnd());
});
