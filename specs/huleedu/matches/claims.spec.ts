import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  CompletedClaim,
  groups,
  idempotencyKey,
  matchesOf,
  minimalEnvelope,
  ProcessingClaim,
  resultOf,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
const { name: event_type } = topics.matchesSuggested;
const service = 'class-management-service';
/** Milliseconds until a consumer has come to an event. */
const patience = 20_000;

test.describe('huleedu.batch.author.matches.suggested.v1, its claim', () => {
  test(
    'claims an event for five minutes while it is at work',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@writes'],
      annotation: { type: 'plan', description: 'CM-6' },
    },
    async ({ school, events, cache, whileHeld, classManagement }) => {
      const { classId, course, students } = await school.create();
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      const data = matchesOf({ batchId: crypto.randomUUID(), classId, course }, results);
      const event = { event_id: crypto.randomUUID(), event_type, data };
      const key = idempotencyKey(service, event);

      const sent = await whileHeld(classId, async () => {
        const published = await events.publish(topics.matchesSuggested, data, { envelope: event });
        await expect
          .poll(() => cache.string(key), { message: 'the event is claimed', timeout: patience })
          .toEqual(expect.any(String));
        const { correlationId: correlation_id } = published;
        const named = {
          event_id: event.event_id,
          correlation_id,
          source_service: 'nlp-service',
          processed_by: service,
        };
        expect.soft(await cache.json(key, ProcessingClaim), 'claim').toMatchObject(named);
        const ttl = (await cache.ttl(key)) ?? 0;
        expect.soft(ttl, 'time to live').toBeLessThanOrEqual(300);
        expect.soft(ttl, 'time to live').toBeGreaterThan(300 - 120);
        await expect.soft(classManagement, 'meanwhile').toHaveRowCount(table, { class_id: classId }, 0);
        return published;
      });

      await events.processed(groups.classManagement, sent);
      expect.soft((await cache.json(key, CompletedClaim)).status, 'afterwards').toBe('completed');
      await expect.soft(classManagement, 'afterwards').toHaveRowCount(table, { class_id: classId }, 1);
    },
  );

  test(
    'counts as done what has nothing to store, and knows an event without an id by its data',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-6' },
        { type: 'plan', description: 'CM-14' },
        { type: 'plan', description: 'CM-16' },
      ],
    },
    async ({ school, events, cache, classManagement, beside }) => {
      const { classId, course, students } = await school.create();
      const batchId = crypto.randomUUID();
      const suggestions = students.map((student) => suggestionOf(student));
      const stored = [resultOf(suggestions)];
      const unknown = suggestions.map((suggestion) => ({ ...suggestion, student_id: crypto.randomUUID() }));
      // The last one is the first again: its essay has its row.
      for (const results of [stored, [], [resultOf([])], [resultOf(unknown)], [...stored, resultOf([])]]) {
        const data = matchesOf({ batchId, classId, course }, results);
        const value = minimalEnvelope(data);
        const sent = await events.publishRaw(topics.matchesSuggested, value, batchId);
        await events.processed(groups.classManagement, sent);
        expect
          .soft((await cache.json(idempotencyKey(service, { event_type, data }), CompletedClaim)).status)
          .toBe('completed');
        await expect.soft(classManagement).toHaveRowCount(table, { class_id: classId }, 1);
      }

      // Without its row it would be stored again, were its data not known.
      await beside.remove(table, { batch_id: batchId, class_id: classId });
      const data = matchesOf({ batchId, classId, course }, stored);
      const first = minimalEnvelope(data);
      for (const expected of [1, 0]) {
        const sent = await events.publishRaw(topics.matchesSuggested, first, batchId);
        await events.processed(groups.classManagement, sent);
        await expect.soft(classManagement, 'twice').toHaveRowCount(table, { batch_id: batchId }, expected);
        await beside.remove(table, { batch_id: batchId, class_id: classId });
      }
    },
  );
});
