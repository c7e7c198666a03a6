import path from 'node:path';
import { startBroker } from '../broker/server.ts';
import type { Closable } from '../parts.ts';
import type { Wrap } from './chain/parts.ts';
import { startClassManagement, type ClassManagementOptions } from './class-management/service.ts';
import { openLine } from './line.ts';
import { topics } from './settings.ts';

/** A part that can be stopped and started. */
interface Switch {
  stop(): unknown;
  start(): unknown;
}

/** A class management for faults: what is done to its parts concerns nobody else. */
export interface Spare extends Closable {
  /** `service`, `broker`, `database` and `cache`. */
  parts: Readonly<Record<string, Switch>>;
}

/** Where it is, and which servers its lines lead to. */
export interface SpareOptions {
  host: string;
  ports: { classManagement: number; broker: number };
  directory: string;
  databaseUrl: string;
  redisUrl: string;
  wrap?: Wrap | undefined;
}

/** The same address by another port. */
function through(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}

class Service implements Switch {
  #running: Closable | undefined;

  constructor(private readonly options: ClassManagementOptions) {}

  async start(): Promise<void> {
    this.#running ??= await startClassManagement(this.options);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.close();
  }
}

/**
 * Starts it with a broker of its own; its database and its Redis are reached by lines that can be cut. The database has the tables, and nobody
 * else uses it.
 */
export async function startSpare({ host, ports, directory, wrap, ...urls }: SpareOptions): Promise<Spare> {
  const place = { host, port: ports.broker, directory: path.join(directory, 'huleedu-broker') };
  const broker = await startBroker({ ...place, topics: [...topics], partitions: 3 });
  const database = await openLine(host, Number(new URL(urls.databaseUrl).port));
  const cache = await openLine(host, Number(new URL(urls.redisUrl).port));
  const service = new Service({
    ...{ host, port: ports.classManagement, brokers: broker.address, wrap },
    databaseUrl: through(urls.databaseUrl, database.port),
    redisUrl: through(urls.redisUrl, cache.port),
  });
  await service.start();
  return {
    parts: { service, broker, database, cache },
    async close() {
      await service.stop();
      for (const part of [cache, database, broker]) await part.close();
    },
  };
}
