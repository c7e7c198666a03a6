import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  courseCodes,
  isTold,
  matchesOf,
  operations,
  refusedSomehow,
  resultOf,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

test.describe('POST /v1/batches/{batch_id}/student-associations/confirm', () => {
  test(
    'tells the confirmed ones, and counts the rejected, under the caller’s correlation id',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@writes'],
      annotation: { type: 'plan', description: 'CM-4' },
    },
    async ({ teacher, school, matches, events, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 3 });
      const batchId = crypto.randomUUID();
      const essays = students.map((student) => resultOf([suggestionOf(student, { confidence_score: 0.75 })]));
      await matches.deliver(matchesOf({ batchId, classId, course }, essays));
      await events.follow(topics.associationsConfirmed);
      const associations = essays.map(({ essay_id }, at) => ({
        essay_id,
        student_id: students[at]?.id ?? '',
        confirmed: at !== 1,
      }));
      const correlationId = crypto.randomUUID();

      const answer = await teacher.confirmAssociations(200, {
        path: { batch_id: batchId },
        headers: { 'x-correlation-id': correlationId },
        body: { associations, user_id: teacher.userId },
      });

      expect.soft(answer).toEqual({ status: 'confirmed', associations_confirmed: 2, associations_rejected: 1 });
      const { envelope } = await events.next(topics.associationsConfirmed, ({ data }) => data.batch_id === batchId, {
        what: 'the confirmation of the batch',
      });
      expect.soft(envelope.correlation_id, 'correlation id').toBe(correlationId);
      const confirmed = { confidence_score: 0.95, validation_method: 'human', validated_by: teacher.userId };
      const expected = associations
        .filter(({ confirmed: isConfirmed }) => isConfirmed)
        .map(({ essay_id, student_id }) => ({
          essay_id,
          student_id,
          ...confirmed,
          validated_at: expect.stringMatching(/Z$/),
        }));
      const { timestamp, ...data } = envelope.data;
      expect.soft(data, 'event').toEqual({
        event_name: 'student.associations.confirmed',
        ...{ entity_id: null, entity_type: null, parent_id: null },
        ...{ batch_id: batchId, class_id: classId, course_code: course, associations: expected },
        timeout_triggered: false,
        validation_summary: { total_associations: 3, confirmed: 2, rejected: 1 },
      });
      expect.soft(timestamp).not.toBe('');
      const [row, ...more] = await classManagement.rows('event_outbox', { aggregate_id: batchId });
      expect.soft(more, 'one row of the outbox').toEqual([]);
      const { name: topic } = topics.associationsConfirmed;
      const outbox = { aggregate_type: 'batch', event_key: batchId, event_type: topic, topic };
      expect.soft(row, 'outbox').toMatchObject(outbox);
      const noted = { message: 'the row is noted as published', timeout: 20_000 };
      await expect.poll(() => classManagement.ask(isTold, [batchId]), noted).toEqual([{ told: true }]);
    },
  );

  test(
    'tells each confirmation of a batch, in the order of the calls',
    { tag: ['@integration', '@events', '@writes'] },
    async ({ teacher, school, matches, events }) => {
      const { classId, course, students } = await school.create();
      const batchId = crypto.randomUUID();
      const essays = students.map((student) => resultOf([suggestionOf(student)]));
      await matches.deliver(matchesOf({ batchId, classId, course }, essays));
      await events.follow(topics.associationsConfirmed);
      const associations = essays.map(({ essay_id }, at) => ({
        ...{ essay_id, student_id: students[at]?.id ?? '', confirmed: true },
      }));
      const people = ['first', 'second', 'third', 'fourth'].map((which) => `${teacher.userId}-${which}`);

      const path = { batch_id: batchId };
      for (const user_id of people) await teacher.confirmAssociations(200, { path, body: { associations, user_id } });

      const by = ({ data }: { data: { associations: { validated_by: string | null }[] } }): string =>
        data.associations[0]?.validated_by ?? '';
      for (const person of people)
        await events.next(topics.associationsConfirmed, (envelope) => by(envelope) === person, { what: person });
      const told = await events.seen(topics.associationsConfirmed, ({ data }) => data.batch_id === batchId);
      expect(told.map(({ envelope }) => by(envelope))).toEqual(people);
    },
  );

  test(
    'takes the course of the class, whatever the suggestion says',
    {
      tag: ['@integration', '@events', '@writes'],
      annotation: { type: 'plan', description: 'P1-44' },
    },
    async ({ teacher, school, matches, events }) => {
      await events.follow(topics.associationsConfirmed);
      for (const course of courseCodes) {
        const { classId, students } = await school.create({ course });
        const batchId = crypto.randomUUID();
        const [essay = resultOf([])] = students.map((student) => resultOf([suggestionOf(student)]));
        const [misled = course] = courseCodes.filter((other) => other !== course);
        await matches.deliver(matchesOf({ batchId, classId, course: misled }, [essay]));
        const associations = students.map(({ id }) => ({ essay_id: essay.essay_id, student_id: id, confirmed: true }));

        await teacher.confirmAssociations(200, { path: { batch_id: batchId }, body: { associations } });

        const mine = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batchId;
        const { envelope } = await events.next(topics.associationsConfirmed, mine, { what: `event 6 of ${course}` });
        expect.soft(envelope.data.course_code).toBe(course);
        expect.soft(envelope.data.associations[0]?.validated_by, 'nobody named').toBe('unknown');
      }
    },
  );

  test(
    'refuses a batch without suggestions, a malformed id and nobody’s call, and tells nobody',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, classManagement }) => {
      const batchId = crypto.randomUUID();
      const path = { batch_id: batchId };
      const association = { essay_id: crypto.randomUUID(), student_id: crypto.randomUUID(), confirmed: true };
      const body = { associations: [association] };

      const missing = await teacher.confirmAssociations(400, { path, body });
      await teacher.confirmAssociations(400, { path: { batch_id: 'batch-1' }, body });
      await huleedu.confirmAssociations(401, { path, body });

      expect.soft(missing).toEqual({ error: `No associations found for batch ${batchId}` });
      await expect.soft(classManagement, 'outbox').toHaveRowCount('event_outbox', { aggregate_id: batchId }, 0);
    },
  );

  const broken = [
    ['no list of associations', { associations: undefined }],
    ['an association that says nothing', { associations: [{}] }],
    ['a decision that is none', { associations: [{ essay_id: 'e', student_id: 's', confirmed: 'perhaps' }] }],
  ] as const;

  for (const [what, body] of broken) {
    test(
      `does not confirm a body with ${what}`,
      { tag: ['@integration', '@db', '@events', '@writes'] },
      async ({ teacher, school, matches, classManagement }) => {
        const { classId, course, students } = await school.create();
        const batchId = crypto.randomUUID();
        const essays = students.map((student) => resultOf([suggestionOf(student)]));
        await matches.deliver(matchesOf({ batchId, classId, course }, essays));
        const before = await classManagement.rows('essay_student_associations', { batch_id: batchId });

        const path = { batch_id: batchId };
        const answer = await teacher.send(refusedSomehow(operations.confirmAssociations), { path, body });

        answer.as(answer.status);
        await expect.soft(classManagement, 'outbox').toHaveRowCount('event_outbox', { aggregate_id: batchId }, 0);
        const after = await classManagement.rows('essay_student_associations', { batch_id: batchId });
        expect.soft(after, 'rows').toEqual(before);
      },
    );
  }
});
