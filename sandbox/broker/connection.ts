import type { Socket } from 'node:net';

import type { Api, Call } from './api.ts';
import { apis, apiVersions } from './apis/index.ts';
import { nullableString } from './schema.ts';
import { Reader, Writer } from './wire.ts';

/** Kafka's default of socket.request.max.bytes. */
const largestRequest = 104_857_600;

/**
 * Serves one client until it goes: its requests one after the other, as Kafka does; meanwhile no more than a socket's buffer is
 * read of the next ones. What is no request of the protocol ends the connection.
 */
export async function serveConnection(socket: Socket, shared: Pick<Call, 'state' | 'address'>): Promise<void> {
  const ended = new AbortController();
  socket.setNoDelay(true);
  socket.once('close', () => {
    ended.abort();
  });
  const host = socket.remoteAddress ?? '';
  for await (const frame of frames(socket)) {
    const answer = await answerTo(frame, { ...shared, host, closed: ended.signal });
    if (answer !== undefined && !socket.write(answer)) await drained(socket, ended.signal);
  }
}

/** The requests of a connection, without their lengths. */
async function* frames(socket: Socket): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 4;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) continue;
    let bytes = Buffer.concat(chunks);
    while (bytes.length >= 4) {
      needed = 4 + bytes.readInt32BE();
      if (needed < 4 || needed > largestRequest) throw new RangeError(`a request of ${String(needed - 4)} bytes`);
      if (bytes.length < needed) break;
      yield bytes.subarray(4, needed);
      bytes = bytes.subarray(needed);
      needed = 4;
    }
    chunks = [bytes];
    length = bytes.length;
  }
}

/** Resolves when the client has taken what was written, or is gone. */
async function drained(socket: Socket, closed: AbortSignal): Promise<void> {
  if (closed.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      closed.removeEventListener('abort', done);
      resolve();
    };
    socket.once('drain', done);
    closed.addEventListener('abort', done);
  });
}

/** The whole answer with its length; undefined where the client expects none. */
async function answerTo(frame: Buffer, client: Omit<Call, 'version' | 'clientId'>): Promise<Buffer | undefined> {
  const version = frame.readInt16BE(2);
  const { api, written } = chosen(frame.readInt16BE(0), version);
  const flexible = written >= api.flexible;
  const request = new Reader(frame.subarray(4), written, flexible);
  const correlation = request.int32();
  // The client's id has never become a compact string; what comes after it depends on the version.
  const clientId = nullableString.read(new Reader(frame.subarray(8))) ?? '';
  request.take(2 + Math.max(0, frame.readInt16BE(8)));
  if (flexible) request.skipTags();
  const answer = new Writer(written, flexible);
  answer.int32(0);
  answer.int32(correlation);
  // A client that does not know the version cannot know whether there are tags.
  if (flexible && api !== apiVersions) answer.unsigned(0);
  if (!(await api.serve(request, answer, { ...client, version, clientId }))) return undefined;
  const { bytes } = answer;
  bytes.writeInt32BE(bytes.length - 4);
  return bytes;
}

/** The API of a request, and the version that both sides understand. */
function chosen(key: number, version: number): { api: Api; written: number } {
  const api = apis.get(key);
  const understood = api !== undefined && version >= api.first && version <= api.last;
  if (understood) return { api, written: version };
  if (api === apiVersions) return { api, written: 0 };
  throw new RangeError(`API ${String(key)} in version ${String(version)}`);
}
