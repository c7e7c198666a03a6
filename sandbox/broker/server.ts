import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import { bind } from '../listen.ts';
import type { Closable } from '../parts.ts';
import { serveConnection } from './connection.ts';
import { State, type StateOptions } from './state.ts';

export interface BrokerOptions extends Partial<StateOptions> {
  host: string;
  /** 0 for one that is free; it stays the same until the end. */
  port: number;
  /** Folder for topics, records, groups and offsets; what an earlier broker left there is continued. */
  directory: string;
  /** Topics that exist from the start. */
  topics: readonly string[];
}

export interface Broker extends Closable {
  /** host:port, as clients want it. */
  readonly address: string;
  /** An outage: every connection ends, and none is accepted. */
  stop(): Promise<void>;
  /** Back on the same port with all that was stored. */
  start(): Promise<void>;
}

/**
 * Starts a stand-in for a Kafka broker of one node. Topics have three partitions unless told otherwise, and one that a client
 * asks for is made unless `autoCreate` is false. Not part of it: transactions, static members, the newer group protocol,
 * retention, compaction, TLS, SASL, access rights. Throws one clear line when the port is taken.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { host, directory, topics, partitions = 3, autoCreate = true } = options;
  let { port } = options;
  let running: Running | undefined;
  const broker: Broker = {
    get address() {
      return `${host}:${String(port)}`;
    },
    async start() {
      running ??= await run(host, port, { directory, topics, partitions, autoCreate });
      port = running.port;
    },
    async stop() {
      const ending = running;
      running = undefined;
      await ending?.end();
    },
    close: () => broker.stop(),
  };
  await broker.start();
  return broker;
}

interface Running {
  port: number;
  end(): Promise<void>;
}

async function run(host: string, wanted: number, options: StateOptions): Promise<Running> {
  const sockets = new Set<Socket>();
  const server = createServer();
  const port = await bind(server, 'broker', host, wanted);
  // No connection is accepted before this function has come to its next pause.
  const state = open(options, server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, { state, address: { host, port } }).catch((error: unknown) => {
      if (!(error instanceof RangeError) && !socket.destroyed) console.error('broker: unexpected error', error);
      socket.destroy();
    });
  });
  return {
    port,
    async end() {
      const closed = once(server, 'close');
      server.close();
      state.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function open(options: StateOptions, server: Server): State {
  try {
    return new State(options);
  } catch (error) {
    server.close();
    throw error;
  }
}
