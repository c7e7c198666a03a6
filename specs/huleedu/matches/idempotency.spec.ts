import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  CompletedClaim,
  groups,
  idempotencyKey,
  matchesOf,
  resultOf,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
const { name: event_type } = topics.matchesSuggested;
const service = 'class-management-service';

test.describe('huleedu.batch.author.matches.suggested.v1, once more', () => {
  test(
    'keeps a claim of a day that names event, correlation and source',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-2' },
        { type: 'plan', description: 'CM-4' },
        { type: 'plan', description: 'CM-6' },
        { type: 'plan', description: 'CM-9' },
      ],
    },
    async ({ school, matches, cache, run, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const results = students.map((student) => resultOf([suggestionOf({ ...student, first_name: 'Åsa “9Ж” 学' })]));
      const data = matchesOf({ batchId: crypto.randomUUID(), classId, course }, results);
      const source_service = `${run.name()} källa`;

      const { eventId, correlationId } = await matches.deliver(data, { envelope: { source_service } });

      const key = idempotencyKey(service, { event_type, event_id: eventId, data });
      const claim = await cache.json(key, CompletedClaim);
      const named = { event_id: eventId, correlation_id: correlationId, source_service, processed_by: service };
      expect.soft(claim, 'claim').toMatchObject(named);
      const ttl = (await cache.ttl(key)) ?? 0;
      expect.soft(ttl, 'time to live').toBeLessThanOrEqual(86_400);
      expect.soft(ttl, 'time to live').toBeGreaterThan(86_400 - 120);
      await expect.soft(classManagement, 'rows').toHaveRowCount(table, { class_id: classId }, 2);
    },
  );

  test(
    'does nothing for the same event again, and stores once for the same data in a new event',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-5' },
        { type: 'plan', description: 'P1-59' },
      ],
    },
    async ({ school, matches, events, classManagement, beside }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      const data = matchesOf({ batchId, classId, course }, results);
      const { value } = await matches.deliver(data);
      const stored = await classManagement.rows(table, { batch_id: batchId }, ['id']);
      expect(stored).toHaveLength(2);
      const again = async (): Promise<void> => {
        const sent = await events.publishRaw(topics.matchesSuggested, value, batchId);
        await events.processed(groups.classManagement, sent);
      };

      await again();
      await again();
      await matches.deliver(data);
      expect.soft(await classManagement.rows(table, { batch_id: batchId }, ['id']), 'as it was').toEqual(stored);

      // Without its rows an event would be stored again, were it not known as done.
      await beside.remove(table, { batch_id: batchId, class_id: classId });
      await again();
      await expect.soft(classManagement, 'the event again').toHaveRowCount(table, { batch_id: batchId }, 0);
      await matches.deliver(data);
      await expect.soft(classManagement, 'a new event').toHaveRowCount(table, { batch_id: batchId }, 2);
    },
  );

  test(
    'leaves an event alone that is claimed as done, and processes one whose claim cannot be read',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@writes'],
      annotation: { type: 'plan', description: 'CM-6' },
    },
    async ({ school, matches, plantClaim, classManagement }) => {
      const { classId, course, students } = await school.create();
      const claimed = { processed_by: service, source_service: 'nlp-service', correlation_id: crypto.randomUUID() };
      const done = { status: 'completed', started_at: 1_754_817_300.5, completed_at: 1_754_817_301.5, ...claimed };
      const deliver = async (value: (event_id: string) => string, batchId: string): Promise<void> => {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        const data = matchesOf({ batchId, classId, course }, results);
        const event_id = crypto.randomUUID();
        await plantClaim(idempotencyKey(service, { event_type, event_id, data }), value(event_id));
        await matches.deliver(data, { envelope: { event_id } });
      };
      const [taken, unreadable] = [crypto.randomUUID(), crypto.randomUUID()];

      await deliver((event_id) => JSON.stringify({ ...done, event_id }), taken);
      await deliver(() => 'no JSON', unreadable);

      await expect.soft(classManagement, 'claimed').toHaveRowCount(table, { batch_id: taken }, 0);
      await expect.soft(classManagement, 'unreadable').toHaveRowCount(table, { batch_id: unreadable }, 1);
    },
  );

  test(
    'gives the claim back when the event fails, so that it can be tried again',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@writes'],
      annotation: { type: 'plan', description: 'CM-6' },
    },
    async ({ teacher, school, matches, events, cache, classManagement, beside }) => {
      const { classId, course, students } = await school.create();
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      const data = matchesOf({ batchId, classId, course }, results);
      const event = { event_id: crypto.randomUUID(), event_type, source_service: 'nlp-service', data };
      const key = idempotencyKey(service, event);
      const gone = await classManagement.row('classes', { id: classId });
      await teacher.deleteClass(200, { path: { class_id: classId } });

      const sent = await matches.deliverBroken(JSON.stringify(event), matchesOf({ batchId, classId, course }, []));

      expect.soft(await cache.string(key), 'claim').toBeUndefined();
      await expect.soft(classManagement, 'rows').toHaveRowCount(table, { batch_id: batchId }, 0);
      // The very same event, now that its class is known.
      await beside.insert('classes', gone);
      await events.processed(
        groups.classManagement,
        await events.publishRaw(topics.matchesSuggested, sent.value, sent.key),
      );
      await expect.soft(classManagement, 'rows in the end').toHaveRowCount(table, { batch_id: batchId }, 1);
      expect.soft((await cache.json(key, CompletedClaim)).event_id, 'claim in the end').toBe(event.event_id);
    },
  );
});
