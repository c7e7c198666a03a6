import { z } from 'zod';
import type { ServerResponse } from 'node:http';
import { Stream, type StreamOptions } from '../helpers/stream/stream.ts';
import { streamOf } from '../helpers/stream/declaration.ts';
import { createRedaction } from '../helpers/http/redaction.ts';

/** A stream as small as one can be: what it is about, pieces of it, and a failure. */
export const talk = streamOf({
  method: 'POST',
  path: '/talks/{thread}/stream',
  writes: true,
  body: z.object({ topic: z.string() }),
  responses: { 200: z.unknown() },
  events: {
    metadata: z.strictObject({ run_id: z.string() }),
    piece: z.strictObject({ text: z.string() }),
    error: z.strictObject({ message: z.string() }),
  },
  first: 'metadata',
  last: ['error'],
  namesIn: ({ kind, data }) => (kind === 'metadata' ? { run: (data as { run_id: string }).run_id } : {}),
});

/** Milliseconds; what a test waits for at most. */
export const patience = { total: 2_000, idle: 400 };

export const openTalk = (url: string, more: Partial<StreamOptions> = {}): Stream<typeof talk> =>
  new Stream(talk, {
    ...{ baseUrl: url, patience, redact: createRedaction(['canary-secret']) },
    request: { path: { thread: 'thread-7' }, body: { topic: 'streams' } },
    ...more,
  });

let id = 0;

export const begin = (response: ServerResponse): ServerResponse => {
  id = 0;
  return response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
};

/** One event as it goes over the wire, its id one more than that of the one before. */
export const frame = (kind: string, data: unknown): string =>
  `event: ${kind}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\nid: ${String(id++)}\n\n`;

export const metadata = (): string => frame('metadata', { run_id: 'run-9' });
export const piece = (text: string): string => frame('piece', { text });
