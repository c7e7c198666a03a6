import path from 'node:path';

import type { BrokerChoice } from '../settings.ts';
import { createTopics } from './client.ts';
import type { Broker } from './server.ts';

/** Partitions of every topic here, whatever a broker's own figure is. */
const partitions = 3;

/** The broker that systems share. */
export interface SharedBroker extends Broker {
  /** What it is, for whoever runs the sandbox by hand. */
  readonly kind: string;
  /** Creates those that are not there, with three partitions each. Throws one clear line. */
  createTopics(names: readonly string[]): Promise<void>;
}

/** Starts the broker that was chosen, or finds the one that runs elsewhere. Throws one clear line. */
export async function sharedBroker(
  choice: BrokerChoice,
  place: { host: string; port: number; directory: string },
): Promise<SharedBroker> {
  if (choice.kind === 'external') return external(choice.servers);
  const options = { ...place, directory: path.join(place.directory, 'broker'), topics: [], partitions };
  const broker =
    choice.kind === 'apache'
      ? await import('./apache.ts').then(({ startApache }) => startApache(options))
      : await import('./server.ts').then(({ startBroker }) => startBroker(options));
  return {
    kind: choice.kind === 'apache' ? 'Apache Kafka' : 'stand-in',
    address: broker.address,
    start: () => broker.start(),
    stop: () => broker.stop(),
    close: () => broker.close(),
    createTopics: (names) => createTopics(place.host, place.port, names, partitions),
  };
}

/** One that others run: it is neither stopped nor started from here. */
function external(servers: string): SharedBroker {
  const [first = ''] = servers.split(',');
  const at = first.lastIndexOf(':');
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('SANDBOX_BROKER=external: the sandbox neither stops nor starts this broker'));
  return {
    kind: 'external',
    address: servers,
    start: refuse,
    stop: refuse,
    close: () => Promise.resolve(),
    createTopics: (names) => createTopics(first.slice(0, at), Number(first.slice(at + 1)), names, partitions),
  };
}
