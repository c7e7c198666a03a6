import path from 'node:path';
import { startBroker } from '../broker/server.ts';
import type { Closable } from '../parts.ts';
import type { Wrap } from './chain/parts.ts';
import { startClassManagement, type ClassManagementOptions } from './class-management/service.ts';
import { openLine, through, type Line } from './line.ts';
import { ServiceProcess } from './service-process.ts';
import { topics } from './settings.ts';

/** A part that can be stopped and started; a process can be killed as well, and says how many bytes of memory it has. */
export interface Switch {
  stop(): unknown;
  start(): unknown;
  /** Where it is quicker than both. */
  restart?(): unknown;
  kill?(): unknown;
  memory?(): Promise<number> | number;
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

/** One within this process, where its parts are wrapped. Its death is played: its lines break, and then it ends. */
class ServiceWithin implements Switch {
  #running: Closable | undefined;

  constructor(
    private readonly options: ClassManagementOptions,
    private readonly lines: readonly Line[],
  ) {}

  async start(): Promise<void> {
    this.#running ??= await startClassManagement(this.options);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.close();
  }

  async kill(): Promise<void> {
    for (const line of this.lines) line.stop();
    try {
      await this.stop();
    } finally {
      for (const line of this.lines) line.start();
    }
  }

  memory(): number {
    return process.memoryUsage.rss();
  }
}

/**
 * Starts it, as a process of its own unless its parts are wrapped, with a broker of its own; its database and its Redis are reached by lines
 * that can be cut. The database has the tables, and nobody else uses it.
 */
export async function startSpare({ host, ports, directory, wrap, ...urls }: SpareOptions): Promise<Spare> {
  const place = { host, port: ports.broker, directory: path.join(directory, 'huleedu-broker') };
  const broker = await startBroker({ ...place, topics: [...topics], partitions: 3 });
  const database = await openLine(host, urls.databaseUrl);
  const cache = await openLine(host, urls.redisUrl);
  const options = {
    ...{ host, port: ports.classManagement, brokers: broker.address },
    databaseUrl: through(urls.databaseUrl, database.port),
    redisUrl: through(urls.redisUrl, cache.port),
  };
  const service = wrap ? new ServiceWithin({ ...options, wrap }, [database, cache]) : new ServiceProcess(options);
  await service.start();
  return {
    parts: { service, broker, database, cache },
    async close() {
      try {
        await service.stop();
      } finally {
        for (const part of [cache, database, broker]) await part.close();
      }
    },
  };
}
