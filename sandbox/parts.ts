import path from 'node:path';
import type { SharedBroker } from './broker/shared.ts';
import type { Cache } from './cache/server.ts';
import type { Mutants } from './mutants/index.ts';
import type { RuleBook } from './model/rules.ts';
import { firstPortOf } from './ports.mjs';
import type { PostgresServer } from './postgres/server.ts';
import { cachePassword, modelKey, type Settings } from './settings.ts';
import type { Endpoint } from './storage/server.ts';

/** Something to be closed when the sandbox ends. */
export interface Closable {
  close(): Promise<void>;
}

/** Where something is, for whoever runs the sandbox by hand: a name and an address. */
export type Address = readonly [name: string, value: string];

/** A system as `sandbox/<system>/deployment.ts` brings it. What it takes to run is imported by `start` and not before. */
export interface Deployment {
  /** Starts it on its own ports from shared parts; resolves when it is ready. */
  start(parts: Parts): Promise<Address[]>;
}

/** What systems share; each part is started when the first system asks for it. */
export class Parts {
  readonly #started: Closable[];
  readonly #running = new Map<string, Promise<unknown>>();
  /** Addresses of the parts that run. */
  readonly addresses: Address[] = [];

  /** What is started goes into `started`, also when a later part fails. */
  constructor(
    readonly settings: Settings,
    /** Goes with the sandbox. */
    readonly directory: string,
    started: Closable[],
    /** Only in a sandbox that can be told to lie. */
    readonly mutants: Mutants | undefined,
  ) {
    this.#started = started;
  }

  /** The first of the ten ports of a system. */
  portOf(system: string): number {
    return firstPortOf(this.settings.ports, system);
  }

  /** Has it closed at the end, the last one first. */
  register<T extends Closable>(service: T): T {
    this.#started.push(service);
    return service;
  }

  /** One server for all; each system has a database and roles of its own. */
  postgres(): Promise<PostgresServer> {
    return this.#once('PostgreSQL', async () => {
      const { startPostgres } = await import('./postgres/server.ts');
      const { host, ports } = this.settings;
      return this.register(await startPostgres({ host, port: ports.database, directory: this.directory }));
    });
  }

  /** One S3 endpoint for all; a system adds its buckets and accounts. */
  storage(): Promise<Endpoint> {
    return this.#once('S3', async () => {
      const { startStorage } = await import('./storage/server.ts');
      const { host, ports, region } = this.settings;
      const options = { host, port: ports.storage, region, buckets: [], credentials: [] };
      const endpoint = this.register(await startStorage(options, this.mutants?.storage));
      this.addresses.push(['S3', `${endpoint.url}   ${region}`]);
      return endpoint;
    });
  }

  /** One Redis for all: a real one where SANDBOX_REDIS_SERVER or PATH has a redis-server, the stand-in elsewhere. */
  cache(): Promise<Cache> {
    return this.#once('Redis', async () => {
      const { findRedis, realCache } = await import('./cache/real.ts');
      const { host, ports } = this.settings;
      const options = { host, port: ports.cache, password: cachePassword };
      const program = findRedis(process.env);
      const directory = path.join(this.directory, 'cache');
      const starting = program
        ? realCache(program, { ...options, directory })
        : import('./cache/server.ts').then(({ startCache }) => startCache(options));
      const cache = this.register(await starting);
      this.addresses.push(['Redis', `${cache.url}   ${program ?? 'stand-in'}`]);
      return cache;
    });
  }

  /** One Kafka for all, as SANDBOX_BROKER says; a system creates its topics. */
  broker(): Promise<SharedBroker> {
    return this.#once('Kafka', async () => {
      const { sharedBroker } = await import('./broker/shared.ts');
      const { host, ports, broker: choice } = this.settings;
      const place = { host, port: ports.broker, directory: this.directory };
      const broker = this.register(await sharedBroker(choice, place));
      this.addresses.push(['Kafka', `${broker.address}   ${broker.kind}`]);
      return broker;
    });
  }

  /** One OpenAI-compatible endpoint for all, and the rules for its answers. */
  model(): Promise<RuleBook> {
    return this.#once('model', async () => {
      const [{ startModel }, { RuleBook }] = await Promise.all([
        import('./model/server.ts'),
        import('./model/rules.ts'),
      ]);
      const { host, ports, seed } = this.settings;
      const mode = this.settings.mode === 'varied' ? 'varied' : 'scripted';
      const rules = new RuleBook();
      const { url } = this.register(await startModel({ host, port: ports.model, apiKey: modelKey, mode, seed, rules }));
      this.addresses.push(['model endpoint', `${url}   key ${modelKey}`]);
      return rules;
    });
  }

  #once<T>(name: string, start: () => Promise<T>): Promise<T> {
    const running = (this.#running.get(name) ?? start()) as Promise<T>;
    this.#running.set(name, running);
    return running;
  }
}

/** Fails like Promise.all, but only when every part has come to its end, so that none is started behind our back. */
export async function settle(parts: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(parts);
  await Promise.all(parts);
}
