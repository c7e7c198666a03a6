import { KafkaConnection, type KafkaSettings } from '../events/connection.ts';
import type { Check, Scope } from './check.ts';

/** Whether a Kafka lets us in and shows the topics that the suite follows or publishes to. */
export function kafkaCheck(
  place: Pick<KafkaSettings, 'brokers' | 'ssl' | 'sasl' | 'patience'>,
  topics: readonly string[],
  { redact, prefix }: Scope,
): Check {
  return {
    what: `Kafka ${place.brokers.join(',')}`,
    neededFor: ['events'],
    async look() {
      const connection = new KafkaConnection({ ...place, clientId: `${prefix}preflight`, writes: false }, redact);
      try {
        const shown = await connection.guarded('its topics', async () => (await connection.admin()).listTopics());
        const missing = topics.filter((name) => !shown.includes(name));
        if (missing.length > 0)
          throw new Error(
            `it shows no topic ${missing.join(', ')}: does it serve this system, and may this account describe and read them?`,
          );
      } finally {
        await connection.close();
      }
    },
  };
}
