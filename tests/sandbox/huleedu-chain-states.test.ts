import { randomUUID } from 'node:crypto';
import { expect, test, topics, type Chain, type Received } from './huleedu-chain.ts';
import { completed, confirmed, ready, registered, requested } from './huleedu-events.ts';

// One deployment for all of them.
test.describe.configure({ mode: 'default' });

const orchestrator = 'batch-service';
const lifecycle = 'essay-lifecycle-service';

/** Topics of the records about a batch that came so far, how often each. */
function countsOf({ received }: Chain, batch: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const about = received.filter(({ envelope: { data } }) =>
    [data['batch_id'], data['entity_id']].includes(batch as never),
  );
  for (const { topic } of about) counts[topic] = (counts[topic] ?? 0) + 1;
  return counts;
}

async function essaysOf({ orchestrator: database }: Chain, batch: string): Promise<unknown[]> {
  const asked = 'SELECT essay_id FROM batch_essays WHERE batch_id = $1 ORDER BY id';
  return (await database.query<{ essay_id: string }>(asked, [batch])).rows.map((row) => row.essay_id);
}

/** Statuses that a batch had, one after the other, from now on. */
async function watchStatuses({ orchestrator: database }: Chain): Promise<void> {
  await database.query(`
    CREATE TABLE IF NOT EXISTS seen (id varchar, status text, place serial);
    CREATE OR REPLACE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO seen (id, status) VALUES (NEW.id, NEW.status); RETURN NEW; END $$;
    CREATE OR REPLACE TRIGGER see AFTER INSERT OR UPDATE OF status ON batches FOR EACH ROW EXECUTE FUNCTION see();`);
}

test('every event twice, under its own id and under a new one, has one effect', async ({
  chain,
  provide,
  register,
  next,
  reaches,
  passed,
}) => {
  await watchStatuses(chain);
  const classId = randomUUID();
  chain.rosters.set(classId, []);
  const batch = await register({ class_id: classId });
  const again = async (service: typeof orchestrator | typeof lifecycle, topic: string): Promise<void> => {
    const record = chain.received.find(
      (each) =>
        each.topic === topic &&
        [each.envelope.data['batch_id'], each.envelope.data['entity_id']].includes(batch as never),
    ) as Received;
    await chain.send(topic, record.envelope.data, record.envelope, batch);
    await chain.send(topic, record.envelope.data, {}, batch);
    await passed(service, topic, batch);
  };
  await next(topics.essaysRegistered, batch);
  await again(lifecycle, topics.essaysRegistered);
  await provide(batch, 'one');
  await next(topics.slotAssigned, batch);
  await again(lifecycle, topics.contentProvisioned);
  await provide(batch, 'two');
  await next(topics.matchesSuggested, batch);
  await again(orchestrator, topics.provisioningCompleted);
  await chain.send(topics.associationsConfirmed, confirmed(batch, classId, 'SV2', []), {}, batch);
  await reaches(batch, 'ready_for_pipeline_execution');
  await again(orchestrator, topics.associationsConfirmed);
  await passed(lifecycle, topics.associationsConfirmed, batch);
  await again(orchestrator, topics.essaysReady);
  await chain.send(topics.pipelineRequest, requested(batch), {}, batch);
  await next(topics.spellcheckInitiate, batch);
  await again(orchestrator, topics.pipelineRequest);

  expect(countsOf(chain, batch)).toMatchObject({
    [topics.slotAssigned]: 2,
    [topics.provisioningCompleted]: 3,
    [topics.matchingInitiate]: 1,
    [topics.matchingRequested]: 1,
    [topics.matchesSuggested]: 1,
    [topics.essaysReady]: 3,
    [topics.spellcheckInitiate]: 1,
  });
  expect(countsOf(chain, batch)).not.toHaveProperty(topics.excessContent);
  const { rows } = await chain.orchestrator.query<{ status: string }>(
    'SELECT status FROM seen WHERE id = $1 ORDER BY place',
    [batch],
  );
  expect(rows.map(({ status }) => status)).toEqual([
    ...['awaiting_content_validation', 'awaiting_student_validation', 'student_validation_completed'],
    'ready_for_pipeline_execution',
  ]);
  expect(await essaysOf(chain, batch)).toHaveLength(2);
  const states = await chain.essays.query('SELECT 1 FROM essay_states WHERE batch_id = $1', [batch]);
  expect(states.rows).toHaveLength(2);
});

test('only a confirmed batch becomes ready, and only a ready one starts a pipeline', async ({
  chain,
  call,
  register,
  reaches,
  statusOf,
  passed,
}) => {
  const batch = await register({ class_id: randomUUID() });
  const path = `/internal/v1/batches/${batch}/pipeline-state`;
  const before = await call('batchOrchestrator', 'GET', path);
  await chain.send(topics.provisioningCompleted, completed(batch, 'SV2', ['a', 'b']), {}, batch);
  await reaches(batch, 'awaiting_student_validation');
  expect(await essaysOf(chain, batch)).toEqual(['a', 'b']);

  await chain.send(topics.pipelineRequest, requested(batch), {}, batch);
  await passed(orchestrator, topics.pipelineRequest, batch);
  await chain.send(topics.essaysReady, ready(batch, ['c']), {}, batch);
  await passed(orchestrator, topics.essaysReady, batch);
  expect(await statusOf(batch)).toBe('awaiting_student_validation');
  expect(await essaysOf(chain, batch)).toEqual(['c']);

  // Essay lifecycle has forgotten the batch, so that it sends no event 7.
  await chain.redis.del(`batch:${batch}:metadata`);
  await chain.send(topics.associationsConfirmed, confirmed(batch, randomUUID(), 'SV2', []), {}, batch);
  await reaches(batch, 'student_validation_completed');
  await passed(lifecycle, topics.associationsConfirmed, batch);
  await chain.send(topics.pipelineRequest, requested(batch), {}, batch);
  await passed(orchestrator, topics.pipelineRequest, batch);
  await chain.send(topics.essaysReady, ready(batch, []), {}, batch);
  await passed(orchestrator, topics.essaysReady, batch);
  expect(await statusOf(batch)).toBe('student_validation_completed');
  expect(await essaysOf(chain, batch)).toEqual(['c']);
  expect(await call('batchOrchestrator', 'GET', path)).toEqual(before);
  expect(countsOf(chain, batch)).not.toHaveProperty(topics.spellcheckInitiate);

  await chain.send(topics.essaysReady, ready(batch, ['d']), {}, batch);
  await reaches(batch, 'ready_for_pipeline_execution');
  expect(await essaysOf(chain, batch)).toEqual(['d']);
});

test('malformed events and unknown batches change nothing, and the next event is dealt with', async ({
  chain,
  register,
  reaches,
  statusOf,
  passed,
}) => {
  const batch = await register({ class_id: randomUUID() });
  const good = completed(batch, 'SV2', ['a']);
  await chain.send(topics.provisioningCompleted, { ...good, course_code: 'ENG4' }, {}, batch);
  await chain.send(topics.provisioningCompleted, { ...good, essays_for_processing: 'none' }, {}, batch);
  await chain.send(topics.provisioningCompleted, { ...good, batch_id: randomUUID() }, {}, batch);
  await chain.send(topics.associationsConfirmed, confirmed(randomUUID(), randomUUID(), 'SV2', []), {}, batch);
  await chain.send(topics.associationsConfirmed, confirmed(batch, randomUUID(), 'SV2', []), {}, batch);
  await passed(orchestrator, topics.provisioningCompleted, batch);
  await passed(orchestrator, topics.associationsConfirmed, batch);
  expect(await statusOf(batch)).toBe('awaiting_content_validation');
  await chain.send(topics.provisioningCompleted, good, {}, batch);
  await reaches(batch, 'awaiting_student_validation');
});

test('contents that come too early wait for their batch, and surplus ones are told of', async ({
  chain,
  provide,
  next,
}) => {
  const batch = randomUUID();
  const early = await provide(batch, 'early');
  const parked = `pending_content:${batch}`;
  await expect.poll(async () => Object.keys(await chain.redis.hgetall(parked)), { timeout: 5000 }).toEqual([early]);
  expect(await chain.redis.ttl(parked)).toBeGreaterThan(86_000);
  await chain.send(topics.essaysRegistered, registered(batch, { class_id: randomUUID() }), {}, batch);
  expect((await next(topics.slotAssigned, batch)).envelope.data['text_storage_id']).toBe(early);
  await expect.poll(() => chain.redis.exists(parked), { timeout: 5000 }).toBe(0);
  expect(await chain.redis.scard(`batch:${batch}:available_slots`)).toBe(1);
  expect(await chain.redis.ttl(`batch:${batch}:timeout`)).toBeGreaterThan(86_000);
  await provide(batch, 'second');
  await next(topics.provisioningCompleted, batch);
  const surplus = await provide(batch, 'third');
  const { envelope, key } = await next(topics.excessContent, batch);
  expect(key).toBe(batch);
  expect(envelope.data).toMatchObject({ text_storage_id: surplus, reason: 'NO_AVAILABLE_SLOT' });
});
