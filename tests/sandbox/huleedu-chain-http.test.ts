import { randomUUID } from 'node:crypto';
import { expect, test, textOf, topics, urlOf } from './huleedu-chain.ts';

// One deployment for all of them.
test.describe.configure({ mode: 'default' });

const body = { expected_essay_count: 1, course_code: 'SV2', essay_instructions: 'Skriv', user_id: 'teacher-1' };
const register = '/v1/batches/register';

for (const [what, changes] of Object.entries({
  'no essays': { expected_essay_count: 0 },
  'an unknown course': { course_code: 'ENG4' },
  'no course': { course_code: undefined },
  'no instructions': { essay_instructions: undefined },
  'no user': { user_id: undefined },
  'ids of essays that are not as many': { essay_ids: ['a', 'b'] },
  'a temperature that is too high': { cj_default_temperature: 2.1 },
})) {
  test(`a registration with ${what} is refused and stores nothing`, async ({ chain, call }) => {
    const user = randomUUID();
    const { status, json } = await call('batchOrchestrator', 'POST', register, { ...body, user_id: user, ...changes });
    expect(status).toBe(400);
    expect(json['error']).toBe('Validation Error');
    expect(json['details']).toHaveLength(1);
    const stored = await chain.orchestrator.query('SELECT 1 FROM batches WHERE name LIKE $1', [`%${user}`]);
    expect(stored.rows).toEqual([]);
  });
}

test('a registration without a body is refused', async ({ call }) => {
  const { status, json } = await call('batchOrchestrator', 'POST', register);
  expect({ status, json }).toEqual({ status: 400, json: { error: 'Request body must be valid JSON' } });
});

test('a registration is stored whole, under the caller’s correlation id', async ({ chain, call }) => {
  const correlation = randomUUID();
  const headers = { 'X-Correlation-ID': correlation };
  const { json } = await call('batchOrchestrator', 'POST', register, { ...body, enable_cj_assessment: true }, headers);
  const id = textOf(json['batch_id']);
  expect(json).toEqual({ batch_id: id, correlation_id: correlation, status: 'registered' });
  const asked =
    'SELECT name, description, correlation_id, total_essays, processing_metadata FROM batches WHERE id = $1';
  expect((await chain.orchestrator.query(asked, [id])).rows).toMatchObject([
    {
      ...{ name: 'SV2 - teacher-1', description: 'Skriv', correlation_id: correlation, total_essays: 1 },
      processing_metadata: { ...body, class_id: null, enable_cj_assessment: true },
    },
  ]);
  const status = await call('batchOrchestrator', 'GET', `/v1/batches/${id}/status`);
  expect(status.json).toMatchObject({
    batch_id: id,
    batch_context: {
      ...{ course_code: 'SV2', expected_essay_count: 1, enable_cj_assessment: true, user_id: 'teacher-1' },
    },
    pipeline_state: {
      spellcheck: { status: 'pending_dependencies' },
      cj_assessment: { status: 'pending_dependencies' },
      ai_feedback: { status: 'skipped_by_user_config' },
    },
  });
});

for (const place of ['batchOrchestrator', 'essayLifecycle'] as const) {
  test(`the health of ${place} is good, and its figures can be read`, async ({ call }) => {
    const { status, json } = await call(place, 'GET', '/healthz');
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'healthy', dependencies: { database: { status: 'healthy' } } });
    const figures = await (await fetch(`${urlOf(place)}/metrics`)).text();
    expect(figures).toMatch(/^outbox_queue_depth \d+$/m);
  });
}

test('unknown batches and essays are not found', async ({ call }) => {
  const id = randomUUID();
  const answers = await Promise.all([
    call('batchOrchestrator', 'GET', `/v1/batches/${id}/status`),
    call('batchOrchestrator', 'GET', `/internal/v1/batches/${id}/pipeline-state`),
    call('essayLifecycle', 'GET', `/v1/batches/${id}/status`),
    call('essayLifecycle', 'GET', `/v1/essays/${id}/timeline`),
    call('content', 'GET', `/v1/content/${id}`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect(answers[2].json['error']).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
});

test('files become essays, empty ones are told of, and the gateway starts the pipeline', async ({
  chain,
  call,
  register: registerBatch,
  next,
  reaches,
}) => {
  const batch = await registerBatch({ expected_essay_count: 2 });
  const form = new FormData();
  form.set('batch_id', batch);
  form.append('files', new Blob(['Maja Holm\nEn dag']), 'one.txt');
  form.append('files', new Blob([]), 'two.txt');
  expect((await fetch(`${urlOf('files')}/v1/files/batch`, { method: 'POST', body: form })).status).toBe(202);
  const errors = await next(topics.batchValidationErrors, batch);
  expect(errors.envelope.data['error_summary']).toEqual({
    ...{ total_errors: 1, error_categories: { EMPTY_CONTENT: 1 }, critical_failure: false },
  });
  await reaches(batch, 'ready_for_pipeline_execution');
  const essay = (await next(topics.slotAssigned, batch)).envelope.data['essay_id'];
  const { json } = await call('essayLifecycle', 'GET', `/v1/essays/${textOf(essay)}/status`);
  expect(json).toMatchObject({ essay_id: essay, batch_id: batch, current_status: 'ready_for_processing' });
  const status = await call('essayLifecycle', 'GET', `/v1/batches/${batch}/status`);
  expect(status.json['status_breakdown']).toEqual({ ready_for_processing: 1, uploaded: 1 });

  const claims = Buffer.from(JSON.stringify({ sub: 'teacher-1' })).toString('base64url');
  const wanted = { requested_pipeline: 'spellcheck' };
  const path = `/v1/batches/${batch}/pipelines`;
  expect((await call('gateway', 'POST', path, wanted)).status).toBe(401);
  const accepted = await call('gateway', 'POST', path, wanted, { authorization: `Bearer e30.${claims}.` });
  expect(accepted.status).toBe(202);
  const command = await next(topics.spellcheckInitiate, batch);
  expect(command.envelope.correlation_id).toBe(accepted.json['correlation_id']);
  expect(command.envelope.data['essays_to_process']).toHaveLength(1);
  expect(chain.received.filter(({ topic }) => topic === topics.matchingInitiate)).toEqual([]);
});

test('a batch all of whose files are empty has failed', async ({ register: registerBatch, reaches }) => {
  const batch = await registerBatch({ expected_essay_count: 1 });
  const form = new FormData();
  form.set('batch_id', batch);
  form.append('files', new Blob([]), 'one.txt');
  await fetch(`${urlOf('files')}/v1/files/batch`, { method: 'POST', body: form });
  await reaches(batch, 'failed_critically');
});

test('no file is lost of batches that come at the same time, and none is mixed up', async ({
  chain,
  register: registerBatch,
  reaches,
}) => {
  const batches = await Promise.all(Array.from({ length: 8 }, () => registerBatch()));
  const answers = await Promise.all(
    batches.map((batch) => {
      const form = new FormData();
      form.set('batch_id', batch);
      for (const name of ['one', 'two']) form.append('files', new Blob([name]), `${batch}-${name}.txt`);
      return fetch(`${urlOf('files')}/v1/files/batch`, { method: 'POST', body: form });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 202));
  for (const batch of batches) await reaches(batch, 'ready_for_pipeline_execution');
  const assigned = `SELECT batch_id || '-' || original_file_name AS file FROM slot_assignments
    JOIN batch_essay_trackers AS tracker ON tracker.id = batch_tracker_id WHERE batch_id = ANY($1) ORDER BY file`;
  const { rows } = await chain.essays.query<{ file: string }>(assigned, [batches]);
  const expected = batches.flatMap((batch) => ['one', 'two'].map((name) => `${batch}-${batch}-${name}.txt`));
  expect(rows.map(({ file }) => file)).toEqual(expected.sort());
});
