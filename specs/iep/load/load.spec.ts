import { expect, test } from '../../../fixtures/iep/index.ts';
import { upTo } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/students', () => {
  test(
    'creates fifty students at once, each within the limit on average',
    {
      tag: ['@performance', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'IEP-16' },
    },
    async ({ iep, student: students, load }) => {
      const { successRate, mean = Infinity, total = Infinity } = load.limits.students;
      const drafts = upTo(50).map(() => students.build());

      const figures = await load.run(
        drafts.map((body) => ({
          name: `create student ${body.student_id}`,
          run: () => iep.createStudent(201, { body }),
        })),
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
    async ({ iep, student: students, draft: drafts, load }) => {
      const { successRate, total = Infinity } = load.limits.mixed;
      const prepared = await Promise.all(upTo(5).map(() => students.create()));
      const ids = prepared.map(({ id }) => id);
      const creations = upTo(10).map(() => students.build());
      const ofEach = (times: number): string[] => upTo(times).flatMap(() => ids);

      const figures = await load.run([
        ...creations.map((body) => ({
          name: `create student ${body.student_id}`,
          run: () => iep.createStudent(201, { body }),
        })),
        ...ofEach(4).map((id) => ({
          name: `create IEP for ${id}`,
          run: () => iep.createIep(201, { query, body: drafts.build(id) }),
        })),
        ...ofEach(3).map((id) => ({
          name: `read student ${id}`,
          run: () => iep.getStudent(200, { path: { student_id: id } }),
        })),
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
    async ({ iep, student: students, load, run }) => {
      const { successRate, total = Infinity } = load.limits.pool;
      const bodies = upTo(40).map(() => students.build());

      const figures = await load.run(
        bodies.map((body) => ({
          name: `create, read and rename student ${body.student_id}`,
          run: async () => {
            const { id } = await iep.createStudent(201, { body });
            const path = { student_id: id };
            const read = await iep.getStudent(200, { path });
            expect(read.last_name).toBe(body.last_name);
            const last_name = run.name();
            const renamed = await iep.updateStudent(200, { path, body: { last_name } });
            expect(renamed.last_name).toBe(last_name);
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

      const figures = await load.run(
        upTo(30).map((number) => ({
          name: `create IEP ${String(number)} for ${id}`,
          run: async () => {
            const { version } = await iep.createIep(201, { query, body: drafts.build(id) });
            versions.push(version);
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
      const { conflicts } = await iep.listRecentConflicts(200, { query: { limit: 100 } });
      const counts = conflicts.filter(({ student_id }) => student_id === id).map(({ retry_count }) => retry_count);
      expect.soft(Math.max(0, ...counts), 'retries of one creation').toBeLessThanOrEqual(retries);
    },
  );
});
