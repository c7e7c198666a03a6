import { randomUUID } from 'node:crypto';
import { confirmed, expect, test, topics } from './huleedu-chain.ts';

// The chain has ports of its own, so that only one worker can have it.
test.describe.configure({ mode: 'default' });

const maja = {
  student_id: randomUUID(),
  first_name: 'Maja',
  last_name: 'Holm',
  full_legal_name: 'Maja Holm',
  email: null,
};

test('a regular batch comes from its registration to a pipeline that has started', async ({
  chain,
  call,
  provide,
  register,
  next,
  reaches,
  statusOf,
}) => {
  const classId = randomUUID();
  chain.rosters.set(classId, [maja]);
  const began = performance.now();
  const batch = await register({ class_id: classId });
  const event0 = await next(topics.essaysRegistered, batch);
  const texts = [await provide(batch, 'Maja Holm\nEn dag …'), await provide(batch, 'Ingen alls\nHej')];
  const event2 = await next(topics.provisioningCompleted, batch);
  const event3 = await next(topics.matchingInitiate, batch);
  const event4 = await next(topics.matchingRequested, batch);
  const event5 = await next(topics.matchesSuggested, batch);
  expect(await statusOf(batch)).toBe('awaiting_student_validation');
  const essays = event5.envelope.data['match_results'] as unknown as { essay_id: string }[];
  await chain.send(
    topics.associationsConfirmed,
    confirmed(
      batch,
      classId,
      'SV2',
      essays.map((each) => each.essay_id),
    ),
    {},
    batch,
  );
  const event7 = await next(topics.essaysReady, batch);
  await reaches(batch, 'ready_for_pipeline_execution');
  const took = performance.now() - began;
  console.log(`chain took ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(3000);
  for (const { key, envelope } of [event0, event2, event3, event4, event5, event7]) {
    expect(key).toBe(batch);
    expect(envelope.data['course_code']).toBe('SV2');
  }
  console.log(JSON.stringify([event0, event2, event3, event4, event5, event7], null, 1));
  expect(texts).toHaveLength(2);
  expect((await call('batchOrchestrator', 'GET', `/v1/batches/${batch}/status`)).status).toBe(200);
});
