import { expect, test, textOf } from './iep.ts';

const missing = '11111111-1111-4111-8111-111111111111';
const headers = { 'content-type': 'application/json' };

test('every failing field has its entry, with the place that it has in the request', async ({
  deployment: { service },
}) => {
  const body = {
    ...{ student_id: 'x', academic_year: '2025', content: [], meeting_date: '2025-13-01', template_id: 5 },
    goals: [{ domain: 'R', goal_text: 'too short', target_criteria: 'x', measurement_method: 'x' }],
  };
  const { status, json } = await service.call('POST', '/api/v1/ieps?current_user_id=one', body);
  expect(status).toBe(422);
  const issues = json['detail'] as unknown as { type: string; loc: unknown[] }[];
  expect(issues.map(({ type, loc }) => [type, loc.join('.')])).toEqual([
    ['int_parsing', 'query.current_user_id'],
    ['uuid_parsing', 'body.student_id'],
    ['string_pattern_mismatch', 'body.academic_year'],
    ['dict_type', 'body.content'],
    ['date_from_datetime_parsing', 'body.meeting_date'],
    ['string_too_short', 'body.goals.0.goal_text'],
    ['uuid_type', 'body.template_id'],
  ]);
});

for (const [method, path, type, place] of [
  ['GET', '/api/v1/students/42', 'uuid_parsing', 'path.student_id'],
  ['GET', '/api/v1/students?size=101', 'less_than_equal', 'query.size'],
  ['GET', '/api/v1/students?page=0', 'greater_than_equal', 'query.page'],
  ['GET', '/api/v1/students?is_active=maybe', 'bool_parsing', 'query.is_active'],
  ['GET', '/api/v1/students/search?q=', 'string_too_short', 'query.q'],
  ['GET', '/api/v1/students/review-needed?days_ahead=366', 'less_than_equal', 'query.days_ahead'],
  ['POST', '/api/v1/ieps', 'missing', 'query.current_user_id'],
  ['PUT', `/api/v1/ieps/${missing}/goals/${missing}/progress`, 'enum', 'body.progress_status'],
  ['GET', '/monitoring/metrics/conflicts?hours=169', 'less_than_equal', 'query.hours'],
] as const) {
  test(`${method} ${path} is refused for ${place}`, async ({ deployment: { outage } }) => {
    const body = method === 'GET' ? undefined : { progress_status: 'done' };
    const { status, json } = await outage.call(method, path, body);
    expect(status).toBe(422);
    expect(json['detail']?.[0]).toMatchObject({ type, loc: place.split('.') });
  });
}

test('routing and malformed JSON are answered as FastAPI does, each with its request id', async ({
  deployment: { service },
}) => {
  const id = { 'x-request-id': 'mine' };
  const wrong = await service.send('GET', '/api/v1/ieps', { headers: id });
  expect([wrong.status, wrong.json]).toEqual([405, { detail: 'Method Not Allowed' }]);
  expect(wrong.headers.get('x-request-id')).toBe('mine');
  const unknown = await service.call('GET', '/api/v1/nothing');
  expect([unknown.status, unknown.json]).toEqual([404, { detail: 'Not Found' }]);
  expect(unknown.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  const malformed = await service.send('POST', '/api/v1/students', { headers: { ...headers, ...id }, body: '{' });
  expect([malformed.status, malformed.json['detail']?.[0]?.['type']]).toEqual([422, 'json_invalid']);
  expect(malformed.headers.get('x-request-id')).toBe('mine');
});

test('only the two origins of the release may call from a browser', async ({ deployment: { service } }) => {
  const preflight = (origin: string): ReturnType<typeof service.send> =>
    service.send('OPTIONS', '/api/v1/students', { headers: { origin, 'access-control-request-method': 'POST' } });
  const good = await preflight('http://localhost:3000');
  expect([good.status, good.headers.get('access-control-allow-origin')]).toEqual([200, 'http://localhost:3000']);
  const other = await preflight('http://elsewhere.test');
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([400, null]);
});

test('a missing IEP is 404 in the core and 400 in the advanced routes', async ({ deployment: { service } }) => {
  const detail = `IEP ${missing} not found`;
  const core = await service.call('PUT', `/api/v1/ieps/${missing}`, {});
  expect([core.status, core.json]).toEqual([404, { detail }]);
  const user = '?current_user_id=1';
  for (const [action, body] of [
    ['update-with-versioning', {}],
    ['submit-for-approval', undefined],
    ['generate-section', { section_name: 'goals' }],
  ] as const) {
    const advanced = await service.call('POST', `/api/v1/ieps/advanced/${missing}/${action}${user}`, body);
    expect([advanced.status, advanced.json]).toEqual([400, { detail }]);
  }
});

test('an unknown student or template fails the create as a whole', async ({
  deployment: { service },
  database,
  student,
  createIep,
}) => {
  const unknown = await createIep(missing);
  expect([unknown.status, unknown.json]).toEqual([500, { detail: 'Failed to create IEP' }]);
  expect((await createIep(student, { template_id: missing })).status).toBe(500);
  const none = await service.call('PUT', `/api/v1/students/${student}/active-iep/${missing}`);
  expect([none.status, none.json]).toEqual([500, { detail: 'Failed to update active IEP' }]);
  const { rowCount } = await database.query('SELECT FROM ieps WHERE student_id IN ($1, $2)', [student, missing]);
  expect(rowCount).toBe(0);
});

test('an outage of the database is told, and what needs it fails by its own text or in the envelope', async ({
  deployment: { outage },
}) => {
  const health = await outage.call('GET', '/health');
  expect([health.status, health.json]).toMatchObject([200, { status: 'degraded', database: 'disconnected' }]);
  const list = await outage.call('GET', '/api/v1/students');
  expect([list.status, list.json]).toEqual([500, { detail: 'Failed to retrieve students' }]);
  const read = await outage.send('GET', `/api/v1/students/${missing}`, { headers: { 'x-request-id': 'mine' } });
  expect(read.status).toBe(500);
  expect(read.json).toEqual({
    ...{ error: true, message: 'Database operation failed' },
    details: [{ field: null, message: 'Internal database error', code: 'database_error' }],
    metadata: { timestamp: expect.any(String) as unknown, request_id: 'mine', version: '1.0.0' },
  });
  const detailed = await outage.call('GET', '/api/v1/observability/health/detailed');
  expect(detailed.status).toBe(503);
  expect(detailed.json['detail']).toMatchObject({
    status: 'unhealthy',
    dependencies: { database: { status: 'unhealthy' } },
  });
});

test('without the auth service users are null and nothing fails', async ({ deployment, student, createIep }) => {
  const { json } = await createIep(student);
  const path = `/api/v1/ieps/${textOf(json['id'])}`;
  const known = await deployment.service.call('GET', path);
  expect(known.json).toMatchObject({ created_by_auth_id: 7, created_by_user: { id: 7, is_active: true } });
  const down = await deployment.authDown.call('GET', path);
  expect([down.status, down.json['created_by_user']]).toEqual([200, null]);
});
