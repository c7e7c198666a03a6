import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { CompletedClaim, groups, idempotencyKey, topics } from '../../../fixtures/huleedu/values.ts';

interface Event {
  event_id: string;
  event_type: string;
  correlation_id: string;
  source_service: string;
  data: unknown;
}

const eventIn = ({ value }: { value: Buffer }): Event => JSON.parse(value.toString('utf8')) as Event;

/** Seconds that a claim may have lived already. */
const elapsed = 120;

test.describe('the claims of the services of Phase 1', () => {
  test(
    'each service claims what it works on under its own name, for as long as events of the kind may come again',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-59' },
    },
    async ({ school, batches, events, recordOf, cache }) => {
      await events.follow(topics.matchingRequested);
      const batch = await batches.register({ school: await school.create() });
      const mine = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === batch.id;
      const registered = await events.next(topics.essaysRegistered, mine, { what: 'event 0' });
      const completed = await batches.complete(batch);
      const requested = await recordOf('matchingRequested', batch);
      await events.processed(groups.nlp, requested);
      await batches.confirm(batch);
      const ready = await batches.ready(batch);

      for (const [service, event, seconds] of [
        ['essay-lifecycle-service', registered.envelope, 43_200],
        ['batch-service', eventIn(completed), 86_400],
        ['nlp-service', requested.envelope, 86_400],
        ['batch-service', eventIn(ready), 43_200],
      ] as const) {
        const what = `${event.event_type} in ${service}`;
        const key = idempotencyKey(service, event);
        const { event_id, correlation_id, source_service } = event;
        const claim = await cache.json(key, CompletedClaim);
        const named = { processed_by: service, event_id, correlation_id, source_service };
        expect.soft(claim, what).toMatchObject(named);
        const ttl = (await cache.ttl(key)) ?? 0;
        expect.soft(ttl, `time to live of ${what}`).toBeLessThanOrEqual(seconds);
        expect.soft(ttl, `time to live of ${what}`).toBeGreaterThan(seconds - elapsed);
      }
    },
  );
});
