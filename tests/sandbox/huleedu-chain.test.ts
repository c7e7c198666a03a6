import { randomUUID } from 'node:crypto';
import { expect, test, topics, type Received } from './huleedu-chain.ts';
import { confirmed, requested } from './huleedu-events.ts';

// One deployment for all of them.
test.describe.configure({ mode: 'default' });

const maja = { student_id: randomUUID(), first_name: 'Maja', last_name: 'Holm', full_legal_name: 'Maja Holm' };

const sourcesOf = (records: readonly Received[]): string[] => records.map(({ envelope }) => envelope.source_service);

test('a batch of a class comes from its registration to a pipeline', async ({
  chain,
  call,
  provide,
  register,
  next,
  reaches,
  statusOf,
}) => {
  const classId = randomUUID();
  chain.rosters.set(classId, [{ ...maja, email: null }]);
  const batch = await register({ class_id: classId });
  const event0 = await next(topics.essaysRegistered, batch);
  expect(await statusOf(batch)).toBe('awaiting_content_validation');
  const texts = [await provide(batch, 'Maja Holm\nEn dag …'), await provide(batch, 'Utan namn')];
  const event2 = await next(topics.provisioningCompleted, batch);
  const event3 = await next(topics.matchingInitiate, batch);
  const event4 = await next(topics.matchingRequested, batch);
  const event5 = await next(topics.matchesSuggested, batch);
  expect(await statusOf(batch)).toBe('awaiting_student_validation');
  expect(await chain.redis.hget(`batch:${batch}:metadata`, 'class_type')).toBe('REGULAR');
  const confirmation = randomUUID();
  const event6 = confirmed(batch, classId, 'SV2', []);
  await chain.send(topics.associationsConfirmed, event6, { correlation_id: confirmation }, batch);
  const event7 = await next(topics.essaysReady, batch);
  await reaches(batch, 'ready_for_pipeline_execution');
  await chain.send(topics.pipelineRequest, requested(batch), {}, batch);
  const command = await next(topics.spellcheckInitiate, batch);

  const fromRegistration = [event0, event2, event3, event4, event5];
  expect(new Set(fromRegistration.map(({ envelope }) => envelope.correlation_id)).size).toBe(1);
  expect(event7.envelope.correlation_id).toBe(confirmation);
  expect(new Set([...fromRegistration, event7, command].map(({ key }) => key))).toEqual(new Set([batch]));
  expect(sourcesOf([...fromRegistration, event7])).toEqual([
    ...['batch-service', 'essay-lifecycle-service', 'batch_orchestrator_service', 'essay_lifecycle_service'],
    ...['nlp-service', 'essay-lifecycle-service'],
  ]);
  const essays = event2.envelope.data['essays_for_processing'];
  expect(essays).toHaveLength(2);
  expect([event3, event4].map(({ envelope }) => envelope.data['essays_to_process'])).toEqual([essays, essays]);
  expect(event7.envelope.data['ready_essays']).toEqual(expect.arrayContaining(essays as never));
  expect(event5.envelope.data['match_results']).toMatchObject([
    { text_storage_id: texts[0], suggestions: [{ student_id: maja.student_id, confidence_score: 0.95 }] },
    { text_storage_id: texts[1], suggestions: [], no_match_reason: 'No matches found' },
  ]);
  const { json } = await call('batchOrchestrator', 'GET', `/v1/batches/${batch}/status`);
  expect(json['pipeline_state']).toMatchObject({
    requested_pipelines: ['spellcheck', 'cj_assessment'],
    spellcheck: { status: 'dispatch_initiated', essay_counts: { total: 2 } },
    cj_assessment: { status: 'pending_dependencies' },
    nlp: { status: 'skipped_by_user_config' },
  });
  expect(await statusOf(batch)).toBe('ready_for_pipeline_execution');
  const [, keys] = await chain.redis.scan('0', 'MATCH', `batch:${batch}:*`, 'COUNT', 100_000);
  expect(keys).toEqual([`batch:${batch}:completed`]);
  const untouched = 'SELECT 1 FROM essay_states WHERE batch_id = $1 AND student_id IS NULL AND current_status = $2';
  expect((await chain.essays.query(untouched, [batch, 'ready_for_processing'])).rows).toHaveLength(2);
});

test('a guest’s batch is ready when its contents are there, without any matching', async ({
  chain,
  provide,
  register,
  next,
  reaches,
}) => {
  const batch = await register();
  await provide(batch, 'one');
  await provide(batch, 'two');
  const event2 = await next(topics.provisioningCompleted, batch);
  await reaches(batch, 'ready_for_pipeline_execution');
  const { rows } = await chain.orchestrator.query('SELECT essay_id FROM batch_essays WHERE batch_id = $1', [batch]);
  expect(rows).toHaveLength(2);
  await expect.poll(() => chain.redis.exists(`batch:${batch}:metadata`), { timeout: 5000 }).toBe(0);
  const outbox = 'SELECT topic FROM event_outbox WHERE aggregate_id = $1 ORDER BY created_at';
  expect((await chain.orchestrator.query(outbox, [batch])).rows).toEqual([{ topic: topics.essaysRegistered }]);
  expect(event2.envelope.data).toMatchObject({ provisioned_count: 2, expected_count: 2, user_id: 'teacher-1' });
});

const courses = { ENG5: 'en', ENG6: 'en', ENG7: 'en', SV1: 'sv', SV2: 'sv', SV3: 'sv' };
for (const [course, language] of Object.entries(courses)) {
  test(`the course ${course} goes through all events`, async ({ chain, provide, register, next }) => {
    const classId = randomUUID();
    chain.rosters.set(classId, []);
    const batch = await register({ class_id: classId, course_code: course, expected_essay_count: 1 });
    await provide(batch, 'text');
    const through: Received[] = [];
    for (const topic of [
      ...[topics.essaysRegistered, topics.provisioningCompleted, topics.matchingInitiate],
      ...[topics.matchingRequested, topics.matchesSuggested],
    ]) {
      through.push(await next(topic, batch));
    }
    await chain.send(topics.associationsConfirmed, confirmed(batch, classId, course, []), {}, batch);
    const event7 = await next(topics.essaysReady, batch);
    for (const { envelope } of [...through, event7]) expect(envelope.data['course_code']).toBe(course);
    expect(event7.envelope.data['course_language']).toBe(language);
  });
}

test('events 3 and 7 take their course from the registration and from event 6', async ({
  chain,
  provide,
  register,
  next,
}) => {
  const classId = randomUUID();
  chain.rosters.set(classId, []);
  const batch = await register({ class_id: classId, course_code: 'SV1', expected_essay_count: 1 });
  await expect.poll(() => chain.redis.exists(`batch:${batch}:metadata`), { timeout: 5000 }).toBe(1);
  await chain.essays.query("UPDATE batch_essay_trackers SET course_code = 'ENG7' WHERE batch_id = $1", [batch]);
  await provide(batch, 'text');
  expect((await next(topics.provisioningCompleted, batch)).envelope.data['course_code']).toBe('ENG7');
  expect((await next(topics.matchingInitiate, batch)).envelope.data['course_code']).toBe('SV1');
  await chain.send(topics.associationsConfirmed, confirmed(batch, classId, 'ENG6', []), {}, batch);
  const event7 = await next(topics.essaysReady, batch);
  expect(event7.envelope.data).toMatchObject({ course_code: 'ENG6', course_language: 'en' });
});
