import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { batchesNamed, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('POST /v1/batches/register', () => {
  test(
    'registers a batch as it is asked for, under the caller’s correlation id, and tells of it',
    { tag: ['@critical', '@integration', '@db', '@events', '@chain', '@writes'] },
    async ({ huleedu, teacher, registration, events, batchOrchestrator, essayLifecycle }) => {
      await events.follow(topics.essaysRegistered);
      const correlationId = crypto.randomUUID();
      const body = registration.build({ expected_essay_count: 3, course_code: 'ENG5', enable_cj_assessment: true });

      const answer = await huleedu.registerBatch(202, { headers: { 'x-correlation-id': correlationId }, body });

      const { batch_id: id } = answer;
      expect.soft(answer.correlation_id, 'correlation id').toBe(correlationId);
      const { envelope } = await events.next(topics.essaysRegistered, ({ data }) => data.entity_id === id);
      expect.soft(envelope.correlation_id, 'correlation id of event 0').toBe(correlationId);
      expect.soft(envelope.data, 'event 0').toMatchObject({
        ...{ expected_essay_count: 3, course_code: 'ENG5', essay_instructions: body.essay_instructions },
        ...{ user_id: teacher.userId, class_id: null },
      });
      expect.soft(new Set(envelope.data.essay_ids).size, 'slots').toBe(3);
      const row = await batchOrchestrator.row('batches', { id });
      const status = 'awaiting_content_validation';
      const named = { name: `ENG5 - ${teacher.userId}`, description: body.essay_instructions, class_id: null, status };
      expect.soft(row, 'row').toMatchObject({ ...named, correlation_id: correlationId, total_essays: 3 });
      await expect.soft(batchOrchestrator, 'one batch').toHaveRowCount('batches', { name: named.name }, 1);
      const { name: topic } = topics.essaysRegistered;
      const told = { aggregate_type: 'batch', event_type: topic, topic, retry_count: 0, last_error: null };
      const outbox = await batchOrchestrator.row('event_outbox', { event_key: id });
      expect.soft(outbox, 'outbox').toMatchObject(told);
      expect.soft(row.processing_metadata, 'registration').toMatchObject(body);

      await events.processed(
        'essay-lifecycle-service-group-v1.0',
        await events.next(topics.essaysRegistered, ({ data }) => data.entity_id === id),
      );
      const tracker = await essayLifecycle.row('batch_essay_trackers', { batch_id: id });
      const slots = {
        ...{ expected_count: 3, user_id: teacher.userId, course_code: 'ENG5', correlation_id: correlationId },
        essay_instructions: body.essay_instructions,
      };
      expect.soft(tracker, 'tracker').toMatchObject(slots);
      expect.soft(tracker.expected_essay_ids.toSorted(), 'slots').toEqual(envelope.data.essay_ids.toSorted());
      expect.soft(tracker.available_slots.toSorted(), 'free slots').toEqual(tracker.expected_essay_ids.toSorted());
      const states = await essayLifecycle.rows('essay_states', { batch_id: id });
      expect
        .soft(
          states.map(({ current_status }) => current_status),
          'essays',
        )
        .toEqual(Array.from({ length: 3 }, () => 'uploaded'));
    },
  );

  test(
    'makes ids of its own for the essays, and a correlation id where none, or none that is a UUID, is given',
    { tag: ['@integration', '@events', '@writes'] },
    async ({ huleedu, registration, events }) => {
      await events.follow(topics.essaysRegistered);
      const body = registration.build({ essay_ids: ['essay-1', 'essay-2'] });

      const { batch_id: id, correlation_id } = await huleedu.registerBatch(202, {
        headers: { 'x-correlation-id': 'mine' },
        body,
      });

      const { envelope } = await events.next(topics.essaysRegistered, ({ data }) => data.entity_id === id);
      expect.soft(envelope.correlation_id).toBe(correlation_id);
      expect.soft(envelope.data.essay_ids).not.toContain('essay-1');
    },
  );

  test(
    'shows the batch and its pipelines, and knows no other',
    { tag: ['@integration', '@writes'] },
    async ({ huleedu, teacher, registration }) => {
      const skipped = 'skipped_by_user_config';
      const plain = registration.build();
      const judged = registration.build({ enable_cj_assessment: true, course_code: 'SV3' });

      for (const [body, assessment] of [
        [plain, skipped],
        [judged, 'pending_dependencies'],
      ] as const) {
        const { batch_id } = await huleedu.registerBatch(202, { body });
        const status = await huleedu.getBatchStatus(200, { path: { batch_id } });
        const state = await huleedu.getPipelineState(200, { path: { batch_id } });

        const { course_code, expected_essay_count, enable_cj_assessment = false, user_id } = body;
        const context = { course_code, expected_essay_count, enable_cj_assessment, user_id };
        expect.soft(status.batch_id, 'batch').toBe(batch_id);
        expect.soft(status.batch_context, 'context').toEqual(context);
        expect.soft(state, 'pipeline state').toEqual({
          batch_id,
          pipeline_state: status.pipeline_state,
          user_id: teacher.userId,
        });
        const { spellcheck, cj_assessment, nlp, ai_feedback } = state.pipeline_state;
        const statuses = [spellcheck, cj_assessment, nlp, ai_feedback].map((phase) => phase.status);
        expect.soft(statuses, 'phases').toEqual(['pending_dependencies', assessment, skipped, skipped]);
      }
    },
  );

  test('knows nothing of a batch that was never registered', { tag: ['@smoke', '@read-only'] }, async ({ huleedu }) => {
    const path = { batch_id: crypto.randomUUID() };

    const status = await huleedu.getBatchStatus(404, { path });
    const state = await huleedu.getPipelineState(404, { path });
    await huleedu.getEssaysOfBatch(404, { path });
    await huleedu.getEssayStatus(404, { path: { essay_id: crypto.randomUUID() } });

    expect.soft(JSON.stringify(status)).toContain('Batch not found');
    expect.soft(JSON.stringify(state)).toContain('Pipeline state not found for batch');
  });

  const broken = [
    ['no essays', { expected_essay_count: 0 }],
    ['a count that is no number', { expected_essay_count: 'many' }],
    ['no course', { course_code: undefined }],
    ['a course that there is not', { course_code: 'ENG8' }],
    ['no instructions', { essay_instructions: undefined }],
    ['no user', { user_id: undefined }],
    ['fewer ids than essays', { essay_ids: ['one'] }],
    ['a temperature above 2', { cj_default_temperature: 2.1 }],
  ] as const;

  for (const [what, fields] of broken) {
    test(
      `refuses a registration with ${what} and stores nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ huleedu, teacher, registration, batchOrchestrator }) => {
        const body = { ...registration.build(), ...fields };

        const error = await huleedu.registerBatch(400, { body });

        expect.soft(error.error).toBe('Validation Error');
        const [found] = await batchOrchestrator.ask(batchesNamed, [teacher.userId]);
        expect.soft(found?.count, 'batches').toBe(0);
      },
    );
  }

  test('refuses a call without a body', { tag: ['@integration', '@writes'] }, async ({ huleedu }) => {
    const error = await huleedu.registerBatch(400, { raw: { content: '', contentType: 'application/json' } });

    expect(error).toEqual({ error: 'Request body must be valid JSON' });
  });
});
