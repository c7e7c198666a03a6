import { randomUUID } from 'node:crypto';
import { expect, test, textOf, type Answer } from './huleedu-class-management.ts';

test.describe('classes', () => {
  test('are created, read, changed and deleted, and told of', async ({ call, newStudent, next }) => {
    const created = await call('POST', '/v1/classes/', { name: 'Svenska', course_codes: ['SV2'] });
    expect(created).toMatchObject({ status: 201, json: { id: expect.any(String) as unknown, name: 'Svenska' } });
    const id = textOf(created.json['id']);
    const student = await newStudent({ class_ids: [id] });
    const read = await call('GET', `/v1/classes/${id}`);
    expect(read).toMatchObject({ status: 200, json: { id, name: 'Svenska', course_code: 'SV2' } });
    const roster = await call('GET', `/v1/classes/${id}/roster`, undefined, {});
    const entry = { student_id: student, first_name: 'Maja', last_name: 'Holm', full_legal_name: 'Maja Holm' };
    expect(roster).toMatchObject({ status: 200, json: { students: [{ ...entry, email: null }] } });
    const changed = await call('PUT', `/v1/classes/${id}`, { course_codes: ['SV3'] });
    expect(changed).toMatchObject({ status: 200, json: { id, name: 'Svenska', course_code: 'SV3' } });
    const removed = await call('DELETE', `/v1/classes/${id}`);
    expect(removed).toMatchObject({ status: 200, json: { message: 'Class deleted successfully' } });
    expect(await call('GET', `/v1/classes/${id}`)).toMatchObject({ status: 404, json: { error: 'Class not found' } });
    const told = await next('huleedu.class.created.v1', 'class_id', id);
    const data = { event: 'class.created', class_designation: 'Svenska', course_codes: ['SV2'], user_id: 'teacher' };
    expect(told.envelope).toMatchObject({ event_type: told.topic, source_service: 'class_management_service', data });
    expect(told.key).toBe(textOf(told.envelope['correlation_id']));
    const joined = await next(
      'huleedu.notification.teacher.requested.v1',
      'notification_type',
      'student_added_to_class',
    );
    expect(joined.envelope['data']).toMatchObject({ teacher_id: 'teacher', priority: 'low' });
  });

  test('of two courses, or of one that the table lacks, are refused', async ({ call, deployment }) => {
    const two = await call('POST', '/v1/classes/', { name: 'Two', course_codes: ['SV1', 'SV2'] });
    const details = { provided_course_codes: ['SV1', 'SV2'] };
    expect(two).toMatchObject({ status: 400, json: { error: { error_code: 'MULTIPLE_COURSE_ERROR', details } } });
    await deployment.database.query("DELETE FROM courses WHERE course_code = 'ENG7'");
    const lacking = await call('POST', '/v1/classes/', { name: 'None', course_codes: ['ENG7'] });
    const missing = { course_id: 'ENG7', missing_course_codes: ['ENG7'] };
    expect(lacking).toMatchObject({
      status: 400,
      json: { error: { error_code: 'COURSE_NOT_FOUND', details: missing } },
    });
  });

  test('are not for callers without a user, and not under another path', async ({ call }) => {
    const anonymous = await call('GET', `/v1/classes/${randomUUID()}`, undefined, {});
    expect(anonymous).toMatchObject({ status: 401, json: { error: 'User authentication required' } });
    const bad = await call('GET', '/v1/classes/seven');
    expect(bad).toMatchObject({ status: 400, json: { error: 'Invalid class ID format' } });
    expect((await call('POST', '/v1/classes', {})).status).toBe(308);
  });
});

test.describe('students', () => {
  test('are created, read, changed and deleted', async ({ call, newClass }) => {
    const [first, second] = [await newClass(), await newClass()];
    const email = 'maja.holm@school.edu';
    const person_name = { first_name: 'Maja', last_name: 'Holm' };
    const created = await call('POST', '/v1/classes/students', { person_name, email, class_ids: [first] });
    expect(created).toMatchObject({ status: 201, json: { full_name: 'Maja Holm' } });
    const id = textOf(created.json['id']);
    const target = `/v1/classes/students/${id}`;
    const read = { id, first_name: 'Maja', last_name: 'Holm', email, class_ids: [first] };
    expect((await call('GET', target)).json).toEqual(read);
    const moved = await call('PUT', target, { add_class_ids: [second], remove_class_ids: [first] });
    expect(moved).toMatchObject({ status: 200, json: { ...read, class_ids: [second] } });
    expect(await call('DELETE', target)).toMatchObject({
      status: 200,
      json: { message: 'Student deleted successfully' },
    });
    expect(await call('GET', target)).toMatchObject({ status: 404, json: { error: 'Student not found' } });
  });

  test('with an address that nobody can have, or that is taken, are not stored', async ({ call, deployment }) => {
    const person_name = { first_name: 'Nils', last_name: 'Berg' };
    const headers = { 'x-user-id': 'strict' };
    const create = (email: string): Promise<Answer> =>
      call('POST', '/v1/classes/students', { person_name, email }, headers);
    expect((await create('nils@school.test')).status).toBe(400);
    expect((await create('nils@school.edu')).status).toBe(201);
    expect(await create('nils@school.edu')).toMatchObject({ status: 500, json: { error: 'Internal server error' } });
    const { rowCount } = await deployment.database.query("SELECT FROM students WHERE created_by_user_id = 'strict'");
    expect(rowCount).toBe(1);
  });
});

test('health asks the database, and metrics count what the API and the outbox did', async ({
  call,
  newClass,
  next,
}) => {
  const dependencies = { database: { status: 'healthy' } };
  const health = await call('GET', '/healthz', undefined, {});
  const expected = { service: 'class_management_service', status: 'healthy', version: '1.0.0', dependencies };
  expect(health).toMatchObject({ status: 200, json: expected });
  await next('huleedu.class.created.v1', 'class_id', await newClass());
  const metrics = async (): Promise<string> => textOf((await call('GET', '/metrics', undefined, {})).json['text']);
  expect(await metrics()).toContain('cms_http_requests_total{method="POST",endpoint="/v1/classes/",http_status="201"}');
  await expect.poll(metrics).toMatch(/^outbox_events_published_total [1-9]/m);
});
