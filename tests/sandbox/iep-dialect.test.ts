import { expect, test } from '@playwright/test';
import { createApp } from '../../sandbox/fastapi/app.ts';
import { createDialect } from '../../sandbox/fastapi/dialect.ts';
import { openMatters, rewriteStatements } from '../../sandbox/iep/dialect.ts';
import { Draw } from '../../sandbox/model/draw.ts';
import { operations } from '../../helpers/iep/operations/index.ts';
import { ErrorEnvelope, ValidationError } from '../../helpers/iep/operations/common.ts';
import { ask, distinct } from './raw-http.ts';

const draws = Array.from({ length: 40 }, (_, index) => index);

/** What forty draws make of an answer. */
const told = <T>(path: string, body: T): T[] =>
  draws.map((number) => openMatters.vary(path, body, new Draw(String(number))) as T);

const numbers = draws.slice(0, 9);
const time = '2026-01-02T03:04:05.120000Z';
const stamp = { timestamp: '2026-01-02T03:04:05.678Z', request_id: null, version: '1.0.0' };
const ada: { id: number; is_active: boolean } & Record<string, unknown> = {
  id: 7,
  email: 'a@b.test',
  full_name: 'Ada',
  role: 'teacher',
  is_active: true,
};
const goal = { domain: 'Reading', progress_notes: [{ date: time, note: 'n', status: 's' }], updated_at: time };
const iep = { id: 'i', content: { created_at: time, goals: [1, 2] }, goals: numbers.map((id) => ({ ...goal, id })) };

test('lists that this contract puts in no order are reordered, and no others', () => {
  for (const path of [
    '/api/v1/students/search',
    '/api/v1/students/review-needed',
    '/api/v1/students/teacher/7/caseload',
    '/api/v1/ieps/x/goals',
    '/api/v1/ieps/advanced/similar-ieps/x',
    '/api/v1/templates/disability/x/grade/5',
  ]) {
    expect(distinct(told(path, numbers)), path).toBeGreaterThan(9);
  }
  for (const path of ['/api/v1/ieps/pending-approval', '/api/v1/ieps/x/versions', '/api/v1/ieps/student/x']) {
    expect(distinct(told(path, numbers)), path).toBe(1);
  }
  const conflicts = told('/monitoring/conflicts/recent', { conflicts: numbers, count: 9 });
  expect(distinct(conflicts.map((each) => each.conflicts))).toBeGreaterThan(9);
  expect(conflicts.map((each) => Object.keys(each))).toEqual(draws.map(() => ['conflicts', 'count']));
});

test('a list by name keeps that order, and those of one name have none', () => {
  const names = ['A', 'B', 'B', 'B', 'C'].map((last_name, id) => ({ id, last_name, first_name: 'F' }));
  const pages = told('/api/v1/students', { items: names, total: 5 });
  expect(pages.map(({ items }) => items.map((each) => each.last_name).join(''))).toEqual(draws.map(() => 'ABBBC'));
  expect(distinct(pages.map(({ items }) => items.map(({ id }) => id)))).toBeGreaterThan(3);
});

test('goals have no order; what a client wrote, and a note with its time, come back as they are', () => {
  const answers = told('/api/v1/ieps/i', iep);
  expect(distinct(answers.map(({ goals }) => goals.map(({ id }) => id)))).toBeGreaterThan(9);
  expect(distinct(answers.map(({ content }) => content))).toBe(1);
  expect(distinct(answers.flatMap(({ goals }) => goals.map((each) => each.progress_notes)))).toBe(1);
});

test('times end with Z or an offset; those of rows lose no digit, the service’s own are of any precision', () => {
  const answers = told('/x', {
    created_at: time,
    updated_at: null,
    approved_at: '2026-01-02T03:04:05Z',
    metadata: stamp,
  });
  const created = answers.map((each) => each.created_at);
  expect([...new Set(created)].sort()).toEqual(
    ['.120000+00:00', '.120000Z', '.12+00:00', '.12Z'].map((end) => `2026-01-02T03:04:05${end}`).sort(),
  );
  expect(new Set(answers.map((each) => each.approved_at)).size).toBe(2);
  const own = answers.map(({ metadata }) => metadata.timestamp.replace(/^.*:05/, ''));
  expect([...new Set(own)].sort()).toEqual(['.678+00:00', '.678007+00:00', '.678007Z', '.678Z', '+00:00', 'Z'].sort());
  expect(distinct(answers.map(({ metadata }) => metadata.request_id))).toBe(2);
});

test('a user that is told has an id and whether it is active, and the rest or not', () => {
  const users = told('/x', { created_by_user: ada }).map((each) => each.created_by_user);
  expect(new Set(users.map(({ id, is_active }) => `${String(id)} ${String(is_active)}`))).toEqual(new Set(['7 true']));
  expect(distinct(users.map(({ role }) => role ?? 'none'))).toBe(2);
  expect(distinct(users.map((user) => 'email' in user))).toBe(2);
});

test('the text of a driver differs where it is told, and the suite takes each', () => {
  const details = [
    { field: null, message: 'duplicate key', code: 'integrity_error' },
    { field: null, message: 'kept', code: 'database_error' },
  ];
  const envelopes = told('/x', { error: true, message: 'Database constraint violation', details, metadata: stamp });
  expect(distinct(envelopes.map((each) => each.details[0]?.message))).toBe(3);
  expect(distinct(envelopes.map((each) => each.details[1]?.message))).toBe(1);
  for (const each of envelopes) expect(ErrorEnvelope.safeParse(each).error).toBeUndefined();
});

test('entries of a 422 lose their context, gain members and name their rule otherwise; the suite takes each', () => {
  const issue = { type: 'uuid_parsing', loc: ['path', 'id'], msg: 'm', input: 'x', ctx: { error: 'e' } };
  const issues = draws.map((number) => openMatters.varyIssue?.(issue, new Draw(String(number))) ?? {});
  for (const name of ['ctx', 'severity']) expect(distinct(issues.map((each) => name in each)), name).toBe(2);
  expect(distinct(issues.map(({ type }) => type))).toBe(2);
  expect(ValidationError.safeParse({ detail: issues }).error).toBeUndefined();
  const malformed = { type: 'json_invalid', loc: ['body', 1], msg: 'm', input: {}, ctx: { error: 'e' } };
  const others = draws.map((number) => openMatters.varyIssue?.(malformed, new Draw(String(number))) ?? {});
  expect(distinct(others.map(({ type }) => type))).toBe(1);
  expect(distinct(others.map(({ loc }) => loc))).toBeGreaterThan(3);
});

const count = 0;
const status = {
  monitoring_active: true,
  metrics_collector: {
    ...{ total_operations: count, total_conflicts: count, total_retries: count, active_operations: count },
    ...{ conflict_events_stored: count, performance_metrics_stored: count, health_snapshots_stored: count },
  },
  health_monitor: { is_running: true, check_interval: 30 },
};
const detailed = {
  status: 'unhealthy',
  dependencies: { database: {}, vector_store: {}, auth_service: {} },
  system_metrics: { memory: {}, disk: {}, cpu: {} },
  application_metrics: {},
};

test('objects of which the contract names members have more of them; the suite takes each', () => {
  const statuses = told('/monitoring/status', status);
  const { getMonitoringStatus, getDetailedHealth } = operations;
  const healths = told('/api/v1/observability/health/detailed', { detail: detailed });
  for (const objects of [
    statuses,
    statuses.map((each) => each.metrics_collector),
    statuses.map((each) => each.health_monitor),
    healths.map((each) => each.detail),
    healths.map((each) => each.detail.dependencies),
  ]) {
    expect(distinct(objects.map((each) => 'note_of_another_build' in each))).toBe(2);
  }
  for (const each of statuses) expect(getMonitoringStatus.responses[200].safeParse(each).error).toBeUndefined();
  for (const each of healths)
    expect(getDetailedHealth.responses[503].safeParse({ detail: each.detail }).error).toBeUndefined();
  expect(distinct(told('/health', { status: 'healthy' }))).toBe(1);
  expect(distinct(told('/monitoring/status', { detail: 'Method Not Allowed' }))).toBe(1);
});

test('an answer carries its request id, among others or twice', async () => {
  const apps = await Promise.all(
    draws
      .slice(0, 12)
      .map((seed) =>
        createApp({ title: 'T', version: '1' }, [], { requestIds: true, dialect: createDialect(seed, openMatters) }),
      ),
  );
  const answers = await Promise.all(
    apps.map(async (app) => {
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      const { headers } = await ask(url)('GET', '/none', undefined, { 'x-request-id': 'mine' });
      return headers.filter((_, index) => index % 2 === 1 && /^x-request-id$/i.test(headers[index - 1] ?? ''));
    }),
  );
  await Promise.all(apps.map((app) => app.close()));
  expect(answers.filter((ids) => !ids.includes('mine'))).toEqual([]);
  expect(distinct(answers.map((ids) => ids.length))).toBe(2);
  expect(distinct(answers.map((ids) => ids[0] === 'mine'))).toBe(2);
});

test('JSON is spelled in other ways in its columns alone, and the time of a change is of any precision', () => {
  const rewrite = rewriteStatements(new Draw('x'));
  const json = '{"a":1,"b":["é"]}';
  const inserted = draws.map(
    () => rewrite('INSERT INTO ieps (id, content) VALUES ($1, $2) RETURNING *', [json, json])[1],
  );
  expect(distinct(inserted.map(([id]) => id))).toBe(1);
  expect(distinct(inserted.map(([, content]) => content))).toBeGreaterThan(3);
  expect(inserted.map(([, content]) => JSON.parse(String(content)) as unknown)).toEqual(
    draws.map(() => JSON.parse(json) as unknown),
  );
  const update = 'UPDATE students SET first_name = $2, disability_codes = $3, updated_at = now() WHERE id = $1';
  const updated = draws.map(() => rewrite(update, ['i', '["SLD", "AU"]', '["SLD","AU"]']));
  expect(distinct(updated.map(([, values]) => values.slice(0, 2)))).toBe(1);
  expect(distinct(updated.map(([, values]) => values[2]))).toBeGreaterThan(1);
  expect(distinct(updated.map(([text]) => text))).toBe(3);
});
