import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  firstOf,
  matchesOf,
  placeOf,
  placesOf,
  resultOf,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('the monitor of time-outs, run by a restart of class management', () => {
  test(
    'confirms what waited for 24 hours, and nothing younger',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-45' },
        { type: 'plan', description: 'P1-46' },
        { type: 'plan', description: 'P1-61' },
      ],
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 4 });
      const batchId = crypto.randomUUID();
      const essays = students.map((student) => resultOf([suggestionOf(student, { confidence_score: 0.8 })]));
      await spare.deliver(matchesOf({ batchId, classId, course }, essays));
      const ages = [{ hours: 23, seconds: 3500 }, { hours: 24 }, { hours: 25 }, { hours: 48 }];
      for (const [at, age] of ages.entries()) await spare.age(essays[at]?.essay_id ?? '', age);
      const decided = { essay_id: crypto.randomUUID(), validation_status: 'rejected', confidence_score: 0.8 };
      await spare.beside.insert(table, {
        ...{ id: crypto.randomUUID(), batch_id: batchId, class_id: classId, created_by_user_id: 'nlp_service_phase1' },
        ...{ ...decided, student_id: firstOf(students, 'student').id },
      });
      await spare.age(decided.essay_id, { hours: 30 });
      await spare.events.follow(topics.associationsConfirmed);
      const before = await spare.database.rows(table, { batch_id: batchId });

      await spare.faults.restart('service');

      const mine = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batchId;
      const { envelope, ...place } = await spare.events.next(topics.associationsConfirmed, mine, {
        what: 'event 6 of the time-out',
      });
      const { data } = envelope;
      const due = essays.slice(1).map(({ essay_id }, at) => ({
        ...{ essay_id, student_id: students[at + 1]?.id, confidence_score: 0.8 },
        ...{ validation_method: 'timeout', validated_by: 'SYSTEM_TIMEOUT' },
        validated_at: expect.any(String),
      }));
      const told = data.associations.toSorted((one, other) => order(essays, one) - order(essays, other));
      expect.soft(told, 'associations').toEqual(due);
      const { timeout_triggered, class_id, course_code, validation_summary } = data;
      expect.soft({ timeout_triggered, class_id, course_code, validation_summary }, 'event').toEqual({
        ...{ timeout_triggered: true, class_id: classId, course_code: course },
        validation_summary: { total_associations: 3, confirmed: 3, rejected: 0 },
      });
      const rows = await spare.database.rows(table, { batch_id: batchId });
      for (const [at, essay] of essays.entries()) {
        const row = rows.find(({ essay_id }) => essay_id === essay.essay_id);
        const old = before.find(({ essay_id }) => essay_id === essay.essay_id);
        const confirmed = {
          ...{ validation_status: 'confirmed', validation_method: 'timeout', validated_by: 'SYSTEM_TIMEOUT' },
          validated_at: expect.any(String),
        };
        const change = [{}, confirmed, confirmed, confirmed][at];
        expect.soft(row, `row of ${JSON.stringify(ages[at])}`).toEqual({ ...old, ...change });
      }
      const isDecided = ({ essay_id }: { essay_id: string }): boolean => essay_id === decided.essay_id;
      expect.soft(rows.filter(isDecided), 'rejected').toEqual(before.filter(isDecided));

      // A second cycle finds nothing; the row that is due next says that it is over.
      await spare.age(essays[0]?.essay_id ?? '', { hours: 24 });
      await spare.faults.restart('service');
      const next = await spare.events.next(topics.associationsConfirmed, mine, {
        what: 'the next event 6',
        after: place,
      });
      const again = next.envelope.data.associations.map(({ essay_id }) => essay_id);
      expect.soft(again, 'second cycle').toEqual(essays.slice(0, 1).map(({ essay_id }) => essay_id));
    },
  );

  test(
    'keeps the student from a score of 0.7 on, and gives one UNKNOWN student of the class in place of the others',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-46' },
        { type: 'plan', description: 'P1-47' },
        { type: 'plan', description: 'P1-58' },
      ],
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher });
      const student = firstOf(students, 'student');
      await spare.events.follow(topics.associationsConfirmed);
      const unknown = { created_by_user_id: 'SYSTEM_TIMEOUT', email: `unknown.${classId}@huleedu.system` };

      for (const round of ['first', 'second']) {
        const batchId = crypto.randomUUID();
        const scores = [0.93, 0.7, 0.6999, 0.25, 0];
        const essays = scores.map((score) => resultOf([suggestionOf(student, { confidence_score: score })]));
        const unscored = resultOf([suggestionOf(student)]);
        await spare.deliver(matchesOf({ batchId, classId, course }, [...essays, unscored]));
        await spare.age(batchId, { hours: 30 });
        await spare.unscore(unscored.essay_id);

        await spare.faults.restart('service');

        const mine = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batchId;
        const { envelope } = await spare.events.next(topics.associationsConfirmed, mine, { what: `event 6, ${round}` });
        const nobody = await spare.database.row('students', unknown);
        const names = { first_name: 'UNKNOWN', last_name: 'STUDENT', legal_full_name: null };
        expect.soft(nobody, 'the UNKNOWN student').toMatchObject(names);
        const link = { class_id: classId, student_id: nobody.id };
        await expect.soft(spare.database, 'its class').toHaveRow('class_student_association', link, link);
        const told = new Map(
          envelope.data.associations.map((each) => [each.essay_id, [each.student_id, each.confidence_score]]),
        );
        const kept = [student.id, student.id, nobody.id, nobody.id, nobody.id, nobody.id];
        const said = [0.93, 0.7, 0, 0, 0, 0];
        const expected = [...essays, unscored].map(({ essay_id }, at) => [essay_id, [kept[at], said[at]]] as const);
        expect.soft(told, 'event').toEqual(new Map<string, unknown>(expected));
        const rows = await spare.database.rows(table, { batch_id: batchId });
        const stored = new Map(rows.map((row) => [row.essay_id, [row.student_id, row.confidence_score]]));
        const unchanged = [...scores, null];
        const left = [...essays, unscored].map(({ essay_id }, at) => [essay_id, [kept[at], unchanged[at]]] as const);
        expect.soft(stored, 'rows').toEqual(new Map<string, unknown>(left));
      }
      await expect.soft(spare.database, 'one for all').toHaveRowCount('students', unknown, 1);
    },
  );

  test(
    'takes several batches together, each with its own class and course',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-48' },
        { type: 'plan', description: 'P1-57' },
      ],
    },
    async ({ spare, school }) => {
      await spare.events.follow(topics.associationsConfirmed);
      const batches: { batchId: string; classId: string; course: string; essays: string[] }[] = [];
      const due = async (course: 'ENG5' | 'ENG7' | 'SV3'): Promise<void> => {
        const { classId, students } = await school.create({ teacher: spare.teacher, course });
        const batchId = crypto.randomUUID();
        const scores = [0.9, 0.8, 0.5, 0.1];
        const essays = scores.map((score) =>
          resultOf(students.map((student) => suggestionOf(student, { confidence_score: score }))),
        );
        await spare.deliver(matchesOf({ batchId, classId, course }, essays));
        await spare.age(batchId, { hours: 30 });
        batches.push({ batchId, classId, course, essays: essays.map(({ essay_id }) => essay_id) });
      };
      const of =
        (id: string) =>
        ({ data }: { data: { batch_id: string } }): boolean =>
          data.batch_id === id;
      for (const course of ['ENG5', 'ENG7', 'SV3'] as const) await due(course);
      const together = [...batches];

      await spare.faults.restart('service');

      const correlations = new Set<string>();
      const told: { id: string; place: string }[] = [];
      for (const { batchId, classId, course, essays } of together) {
        const what = `event 6 of ${course}`;
        const record = await spare.events.next(topics.associationsConfirmed, of(batchId), { what });
        told.push({ id: batchId, place: placeOf(record) });
        const { class_id, course_code, associations } = record.envelope.data;
        expect.soft({ class_id, course_code }, course).toEqual({ class_id: classId, course_code: course });
        expect
          .soft(associations.map(({ essay_id }) => essay_id).sort(), `essays of ${course}`)
          .toEqual(essays.toSorted());
        correlations.add(record.envelope.correlation_id);
        const unknown = { email: `unknown.${classId}@huleedu.system` };
        await expect.soft(spare.database, `UNKNOWN of ${course}`).toHaveRowCount('students', unknown, 1);
      }
      expect.soft(correlations.size, 'one cycle, one correlation id').toBe(1);
      // The next cycle tells of what is due by then, and of nothing else.
      await due('SV3');
      await spare.faults.restart('service');
      const { batchId: later } = firstOf(batches.slice(-1), 'batch');
      const last = await spare.events.next(topics.associationsConfirmed, of(later), {
        what: 'event 6 of the next cycle',
      });
      for (const { id, place } of told) {
        const sixes = await placesOf(spare.events.all(topics.associationsConfirmed, of(id), last));
        expect.soft(sixes, `events of batch ${id}`).toEqual([place]);
      }
    },
  );
});

const order = (essays: readonly { essay_id: string }[], { essay_id }: { essay_id: string }): number =>
  essays.findIndex((essay) => essay.essay_id === essay_id);
