import { expect, test } from '../../../fixtures/iep/index.ts';
import { foreign, operations, pathOfNothing } from '../../../fixtures/iep/values.ts';

const paths = [...new Set(Object.values(operations).map(({ path }) => path))];

test.describe('every path', () => {
  test('refuses a method that it does not serve', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const path = pathOfNothing();

    const errors = await Promise.all(
      paths.map((template) => iep.call(foreign.method('PATCH', template), 405, { path })),
    );

    expect(errors).toEqual(paths.map(() => ({ detail: 'Method Not Allowed' })));
  });

  test('has no list of all IEPs', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const error = await iep.call(foreign.method('GET', '/api/v1/ieps'), 405);

    expect(error).toEqual({ detail: 'Method Not Allowed' });
  });
});

test.describe('unknown paths', () => {
  const unknown = ['/unknown', '/api/v1', '/api/v2/students', '/api/v1/ieps/{iep_id}/approve', '/API/v1/students'];

  test('are not found', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const path = pathOfNothing();

    const answers = await Promise.all(unknown.map((each) => iep.send(foreign.path('GET', each), { path })));

    expect(answers.map((answer) => answer.as(404))).toEqual(unknown.map(() => ({ detail: 'Not Found' })));
  });
});

test.describe('x-request-id', () => {
  test(
    'is given back, on refusals as well, and made where none is sent',
    { tag: ['@integration', '@read-only'] },
    async ({ iep, run }) => {
      const id = run.name();
      const headers = { 'x-request-id': id };

      const found = await iep.send(operations.getHealth, { headers });
      const missing = await iep.send(operations.getStudent, { headers, path: { student_id: crypto.randomUUID() } });
      const refused = await iep.send(operations.getStudent, { headers, path: { student_id: 'none' } });
      const own = await iep.getHealth.send();

      found.as(200);
      missing.as(404);
      refused.as(422);
      for (const answer of [found, missing, refused]) expect(answer.headers['x-request-id']).toContain(id);
      own.as(200);
      expect(own.headers['x-request-id']).toMatch(/[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}/i);
    },
  );
});
