import { startBroker, type Broker, type BrokerOptions } from '../../sandbox/broker/server.ts';

/** Whether these tests run on Apache Kafka in place of the stand-in. */
export const onApache = process.env['SANDBOX_BROKER'] === 'apache';

/** A topic that every broker here has from the start. */
export const readyTopic = 'ready.from.the.start.v1';

/** Starts the broker that the tests are for. */
export async function openBroker(options: Partial<BrokerOptions> & { directory: string }): Promise<Broker> {
  const all = { host: '127.0.0.1', port: 0, topics: [readyTopic], ...options };
  if (!onApache) return startBroker(all);
  const { startApache } = await import('../../sandbox/broker/apache.ts');
  return startApache(all);
}
