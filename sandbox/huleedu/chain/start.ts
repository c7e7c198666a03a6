import { migrateBatchOrchestrator, startBatchOrchestrator } from '../batch-orchestrator/service.ts';
import {
  migrateEssayLifecycle,
  startEssayLifecycleApi,
  startEssayLifecycleWorker,
} from '../essay-lifecycle/service.ts';
import { openSender } from '../library/producer.ts';
import { startConductor } from '../neighbours/conductor.ts';
import { startContent } from '../neighbours/content.ts';
import { startFiles } from '../neighbours/files.ts';
import { startGateway } from '../neighbours/gateway.ts';
import { migrateNlp, startNlp } from '../nlp/service.ts';
import { settle, type Closable } from '../../parts.ts';
import type { ServiceName, Wrap } from './parts.ts';
import type { Stores } from './worker.ts';

/** Everything of the chain that listens. */
export type ChainPorts = Record<
  'batchOrchestrator' | 'essayLifecycle' | 'content' | 'files' | 'conductor' | 'gateway',
  number
>;

export type ChainDatabases = Record<'batchOrchestrator' | 'essayLifecycle' | 'nlp', string>;

/** What is put in the place of a service's parts; undefined leaves them. */
export type WrapsOf = (service: ServiceName) => Wrap | undefined;

export interface ChainOptions {
  host: string;
  ports: ChainPorts;
  /** Connection strings, each of the service's own role. */
  databases: ChainDatabases;
  redisUrl: string;
  /** host:port, with commas between; the topics are there. */
  brokers: string;
  classManagementUrl: string;
  /** What is put in the place of a service's parts. */
  wrapsOf?: WrapsOf | undefined;
}

/** Creates the tables of the chain's services in their empty databases. */
export async function migrateChain({ batchOrchestrator, essayLifecycle, nlp }: ChainDatabases): Promise<void> {
  await settle([migrateBatchOrchestrator(batchOrchestrator), migrateEssayLifecycle(essayLifecycle), migrateNlp(nlp)]);
}

/**
 * Starts the orchestrator, essay lifecycle, NLP and the neighbours that they need. Each that has started is
 * registered, also when another one fails.
 */
export async function startChain(options: ChainOptions, register: (started: Closable) => void): Promise<void> {
  const { host, ports, databases, redisUrl, brokers, classManagementUrl, wrapsOf } = options;
  const urlOf = (port: number): string => `http://${host}:${String(port)}`;
  const contentUrl = `${urlOf(ports.content)}/v1/content`;
  const sender = await openSender(brokers, 'neighbours');
  register(sender);
  const storesOf = (service: keyof ChainDatabases): Stores => ({
    ...{ databaseUrl: databases[service], redisUrl, brokers, wrap: wrapsOf?.(service) },
  });
  const essayLifecycle = storesOf('essayLifecycle');
  const conductorUrl = urlOf(ports.conductor);
  const starting: Promise<Closable>[] = [
    startContent({ host, port: ports.content }),
    startConductor({ host, port: ports.conductor }),
    startFiles({ host, port: ports.files }, { sender, contentUrl }),
    startGateway({ host, port: ports.gateway }, sender),
    startBatchOrchestrator({
      host,
      port: ports.batchOrchestrator,
      conductorUrl,
      ...storesOf('batchOrchestrator'),
    }),
    startEssayLifecycleApi({ ...essayLifecycle, host, port: ports.essayLifecycle }),
    startEssayLifecycleWorker(essayLifecycle),
    startNlp({ ...storesOf('nlp'), classManagementUrl, contentUrl }),
  ];
  await settle(starting.map((each) => each.then(register)));
}
