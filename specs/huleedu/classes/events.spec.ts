import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { placesOf, spokenOf, topics } from '../../../fixtures/huleedu/values.ts';

interface OfClass {
  readonly data: { readonly class_id: string };
}

interface OfStudent {
  readonly data: { readonly student_id: string };
}

test.describe('what class management tells of classes and students', () => {
  test(
    'a class that is created, and its teacher’s notification',
    { tag: ['@integration', '@db', '@events', '@writes'] },
    async ({ teacher, schoolClass, events, classManagement }) => {
      await events.follow(topics.classCreated, topics.teacherNotified);

      const { id, name } = await schoolClass.create({ course_codes: ['ENG7'] });

      const { envelope } = await events.next(topics.classCreated, ({ data }) => data.class_id === id);
      const { timestamp, correlation_id, ...data } = envelope.data;
      expect.soft(data, 'event').toEqual({
        event: 'class.created',
        ...{ class_id: id, class_designation: name, course_codes: ['ENG7'], user_id: teacher.userId },
      });
      expect.soft(correlation_id, 'correlation').toBe(envelope.correlation_id);
      expect.soft(timestamp).not.toBe('');
      const { data: note } = (
        await events.next(topics.teacherNotified, ({ data: each }) => each.teacher_id === teacher.userId)
      ).envelope;
      const kind = { notification_type: 'class_created', category: 'class_management', priority: 'standard' };
      expect.soft(note, 'notification').toMatchObject(kind);
      const outbox = await classManagement.rows('event_outbox', { aggregate_id: correlation_id });
      const told = outbox.filter(({ topic }) => topic === topics.classCreated.name);
      const row = { aggregate_type: 'class', event_key: correlation_id, event_type: topics.classCreated.name };
      expect.soft(told, 'outbox').toEqual([expect.objectContaining(row)]);
    },
  );

  test(
    'a class that is changed',
    { tag: ['@integration', '@events', '@writes'] },
    async ({ teacher, schoolClass, run, events }) => {
      const { id } = await schoolClass.create();
      await events.follow(topics.classUpdated);
      const name = `${run.name()} renamed`;

      await teacher.updateClass(200, { path: { class_id: id }, body: { name, course_codes: ['SV3'] } });

      const mine = ({ data }: OfClass): boolean => data.class_id === id;
      const { envelope } = await events.next(topics.classUpdated, mine);
      const { timestamp, correlation_id, ...data } = envelope.data;
      expect.soft(data, 'event').toEqual({
        event: 'class.updated',
        ...{ class_id: id, class_designation: name, course_codes: ['SV3'], user_id: teacher.userId },
      });
      expect.soft(correlation_id, 'correlation').toBe(envelope.correlation_id);
      expect.soft(timestamp).not.toBe('');
      // One outbox, oldest first: what is told of another class afterwards has all of this one behind itself.
      const { id: later } = await schoolClass.create();
      await teacher.updateClass(200, { path: { class_id: later }, body: { course_codes: ['SV1'] } });
      const marker = await events.next(topics.classUpdated, ({ data: other }) => other.class_id === later);
      expect(await placesOf(events.all(topics.classUpdated, mine, marker)), 'once').toHaveLength(1);
    },
  );

  test(
    'a student who is created and changed, and the notification of the class’s teacher',
    { tag: ['@integration', '@events', '@writes'] },
    async ({ teacher, schoolClass, student, run, events }) => {
      const { id: classId } = await schoolClass.create();
      await events.follow(topics.studentCreated, topics.studentUpdated, topics.teacherNotified);

      const { id, ...named } = await student.create({ class_ids: [classId] });
      const email = `${run.name()}@school.edu`;
      const person_name = { first_name: 'Maja', last_name: 'Holm' };
      const change = { person_name, email, remove_class_ids: [classId] };
      await teacher.updateStudent(200, { path: { student_id: id }, body: change });

      const created = await events.next(topics.studentCreated, ({ data }) => data.student_id === id);
      expect.soft(created.envelope.data, 'created').toMatchObject({
        ...{ first_name: named.first_name, last_name: named.last_name, student_email: named.email },
        ...{ class_ids: [classId], created_by_user_id: teacher.userId },
      });
      const mine = ({ data }: OfStudent): boolean => data.student_id === id;
      const updated = await events.next(topics.studentUpdated, mine);
      expect.soft(updated.envelope.data, 'updated').toMatchObject({
        ...{ ...person_name, student_email: email, remove_class_ids: [classId], updated_by_user_id: teacher.userId },
        correlation_id: updated.envelope.correlation_id,
      });
      const { id: later } = await student.create();
      await teacher.updateStudent(200, { path: { student_id: later }, body: { person_name } });
      const marker = await events.next(topics.studentUpdated, ({ data }) => data.student_id === later);
      expect.soft(await placesOf(events.all(topics.studentUpdated, mine, marker)), 'once').toHaveLength(1);
      const kind = `student_added_to_class to ${teacher.userId}`;
      const note = await events.next(
        topics.teacherNotified,
        ({ data }) => `${data.notification_type} to ${data.teacher_id}` === kind,
        { what: kind },
      );
      const sorted = { category: 'class_management', priority: 'low' };
      expect.soft(note.envelope.data, 'notification').toMatchObject(sorted);
    },
  );

  test(
    'nothing of a class that is deleted',
    { tag: ['@integration', '@db', '@events', '@writes'] },
    async ({ teacher, schoolClass, events, classManagement }) => {
      const [{ id }, { id: later }] = [await schoolClass.create(), await schoolClass.create()];
      await events.follow(topics.classUpdated);
      const path = { class_id: id };
      const before = await classManagement.ask(spokenOf, [id]);

      await teacher.deleteClass(200, { path });
      expect.soft(await classManagement.ask(spokenOf, [id]), 'outbox').toEqual(before);
      // One outbox, oldest first: what is told of another class afterwards has it behind itself.
      await teacher.updateClass(200, { path: { class_id: later }, body: { course_codes: ['SV1'] } });
      const marker = await events.next(topics.classUpdated, ({ data }) => data.class_id === later);

      expect(await events.all(topics.classUpdated, ({ data }) => data.class_id === id, marker)).toEqual([]);
    },
  );
});
