import { expect, test } from '../../../fixtures/iep/index.ts';
import { oneCall, upTo } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/students', () => {
  test(
    'creates fifty students at once, each within the limit on average',
    {
      tag: ['@performance', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'IEP-16' },
    },
    async ({ student: students, load }) => {
      const { successRate, mean = Infinity, total = Infinity } = load.limits.students;
      const drafts = upTo(50).map(() => students.build());

      const figures = await load.run(
        drafts.map((body) =>
          oneCall(`create student ${body.student_id}`, 201, load.iep.createStudent.prepare({ body })),
        ),
      );

      expect.soft(figures.successRate, `share that succeeded\n${figures.slowest}`).toBeGreaterThanOrEqual(successRate);
      expect.soft(figures.mean, `mean seconds\n${figures.slowest}`).toBeLessThan(mean);
      expect.soft(figures.total, `seconds in all\n${figures.slowest}`).toBeLessThan(total);
    },
  );
});

test.describe('a mixed load', () => {
  test(
    'of new students, new IEPs and reads at once is borne',
    {
      tag: ['@performance', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'IEP-17' },
    },
    async ({ student: students, draft: drafts, load }) => {
      const { iep } = load;
      const { successRate, total = Infinity } = load.limits.mixed;
      const prepared = await Promise.all(upTo(5).map(() => students.create()));
      const ids = prepared.map(({ id }) => id);
      const creations = upTo(10).map(() => students.build());
      const ofEach = (times: number): string[] => upTo(times).flatMap(() => ids);

      const figures = await load.run([
        ...creations.map((body) =>
          oneCall(`create student ${body.student_id}`, 201, iep.createStudent.prepare({ body })),
        ),
        ...ofEach(4).map((id) =>
          oneCall(`create IEP for ${id}`, 201, iep.createIep.prepare({ query, body: drafts.build(id) })),
        ),
        ...ofEach(3).map((id) =>
          oneCall(`read student ${id}`, 200, iep.getStudent.prepare({ path: { student_id: id } })),
        ),
      ]);

      expect.soft(figures.tasks).toBe(45);
      expect.soft(figures.successRate, `share that succeeded\n${figures.slowest}`).toBeGreaterThanOrEqual(successRate);
      expect.soft(figures.total, `seconds in all\n${figures.slowest}`).toBeLessThan(total);
    },
  );

  test(
    'of forty tasks that create, read and rename a student is borne by the connections',
    {
      tag: ['@performance', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'IEP-19' },
    },
    async ({ student: students, load, run }) => {
      const { iep } = load;
      const { successRate, total = Infinity } = load.limits.pool;
      const creations = upTo(40).map(() => {
        const body = students.build();
        return { body, create: iep.createStudent.prepare({ body }) };
      });

      const figures = await load.run(
        creations.map(({ body, create }) => ({
          name: `create, read and rename student ${body.student_id}`,
          run: async () => {
            const { id } = (await create()).as(201);
            const path = { student_id: id };
            const read = await iep.getStudent(200, { path });
            const last_name = run.name();
            const renamed = await iep.updateStudent(200, { path, body: { last_name } });
            return () => {
              expect([read.last_name, renamed.last_name]).toEqual([body.last_name, last_name]);
            };
          },
        })),
      );

      expect.soft(figures.successRate, `share that succeeded\n${figures.slowest}`).toBeGreaterThanOrEqual(successRate);
      expect.soft(figures.total, `seconds in all\n${figures.slowest}`).toBeLessThan(total);
    },
  );
});

test.describe('POST /api/v1/ieps', () => {
  test(
    'creates thirty IEPs of one student and year at once, with few retries and in two seconds on average',
    {
      tag: ['@performance', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'IEP-18' },
    },
    async ({ iep, student: students, draft: drafts, load }) => {
      const { successRate, mean = Infinity, retries = 0 } = load.limits.retry;
      const { id } = await students.create();
      const versions: number[] = [];
      const creations = upTo(30).map(() => load.iep.createIep.prepare({ query, body: drafts.build(id) }));

      const figures = await load.run(
        creations.map((create, index) => ({
          name: `create IEP ${String(index + 1)} for ${id}`,
          run: async () => {
            const answer = await create();
            return () => versions.push(answer.as(201).version);
          },
        })),
      );

      expect.soft(figures.successRate, `share that succeeded\n${figures.slowest}`).toBeGreaterThanOrEqual(successRate);
      expect.soft(figures.mean, `mean seconds\n${figures.slowest}`).toBeLessThan(mean);
      expect
        .soft(
          versions.sort((one, other) => one - other),
          'versions',
        )
        .toEqual(upTo(figures.succeeded));
      // Of several processes the one that answers tells of its own.
      const { conflicts } = await iep.listRecentConflicts(200, { query: { limit: 100 } });
      const counts = conflicts.filter(({ student_id }) => student_id === id).map(({ retry_count }) => retry_count);
      expect.soft(Math.max(0, ...counts), 'retries of one creation').toBeLessThanOrEqual(retries);
    },
  );
});
