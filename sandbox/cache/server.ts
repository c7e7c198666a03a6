import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { bind } from '../listen.ts';
import type { Closable } from '../parts.ts';
import { encode, Failure } from './replies.ts';
import { ProtocolError, RequestReader } from './requests.ts';
import { Session, type Server } from './session.ts';
import { Store } from './store.ts';

export interface CacheOptions {
  host: string;
  /** 0 for one that is free; it stays the same until the end. */
  port: number;
  /** Of the user `default`; nobody is asked for one without it. */
  password?: string;
  /** Whether keys survive an outage; default: no, as in a Redis that stores nothing on disk. */
  keepData?: boolean;
  /** More is refused. Redis would throw out other keys where it is told so. */
  maxBytes?: number;
}

export interface Cache extends Closable {
  /** redis://…, with the password. */
  readonly url: string;
  /** An outage: every connection ends, and none is accepted. */
  stop(): Promise<void>;
  /** Back on the same port. */
  start(): Promise<void>;
}

/** As the deployments have it. */
export const defaultMaxBytes = 256 * 1024 * 1024;

export function cacheUrl({ host, password }: CacheOptions, port: number): string {
  const account = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return `redis://${account}${host}:${String(port)}`;
}

/**
 * Starts a stand-in for a Redis of one database: strings, sets, hashes, times to live, scans and transactions, over RESP2 and
 * RESP3, in memory. What is not part of it is refused in Redis' words. Throws one clear line when the port is taken.
 */
export async function startCache(options: CacheOptions): Promise<Cache> {
  const { host, password, keepData = false, maxBytes = defaultMaxBytes } = options;
  const server: Server = { store: new Store(maxBytes), password, sessions: new Set(), startedAt: Date.now() };
  let { port } = options;
  let running: { port: number; end(): Promise<void> } | undefined;
  const cache: Cache = {
    get url() {
      return cacheUrl(options, port);
    },
    async start() {
      running ??= await run(server, host, port);
      port = running.port;
    },
    async stop() {
      const ending = running;
      running = undefined;
      await ending?.end();
      if (!keepData) server.store.clear();
    },
    close: () => cache.stop(),
  };
  await cache.start();
  return cache;
}

async function run(server: Server, host: string, wanted: number): Promise<{ port: number; end(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = createServer((socket) => {
    sockets.add(socket);
    const session = new Session(server, ++connections, `${host}:${String(socket.remotePort)}`);
    socket.once('close', () => {
      sockets.delete(socket);
      session.close();
    });
    serve(socket, session);
  });
  const port = await bind(listener, 'Redis', host, wanted);
  return {
    port,
    async end() {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function serve(socket: Socket, session: Session): void {
  const reader = new RequestReader();
  socket.setNoDelay(true);
  // A client that is gone is nothing to report.
  socket.on('error', () => socket.destroy());
  // One that does not read its answers gets no more of them.
  socket.on('drain', () => socket.resume());
  socket.on('data', (chunk: Buffer) => {
    if (session.closing) return;
    const { bytes, ends } = answersTo(reader, chunk, session);
    if (ends) socket.end(bytes);
    else if (bytes.length > 0 && !socket.write(bytes)) socket.pause();
  });
}

/** What all the requests of a chunk are answered, in one piece. */
function answersTo(reader: RequestReader, chunk: Buffer, session: Session): { bytes: Buffer; ends: boolean } {
  const answers: Buffer[] = [];
  try {
    for (const request of reader.read(chunk)) {
      const reply = session.answer(request);
      answers.push(encode(reply, session.protocol));
      if (session.closing) break;
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    session.closing = true;
    answers.push(encode(new Failure(`ERR Protocol error: ${error.message}`), session.protocol));
  }
  return { bytes: Buffer.concat(answers), ends: session.closing };
}
