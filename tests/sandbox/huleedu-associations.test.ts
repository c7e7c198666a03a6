import { createHash, randomUUID } from 'node:crypto';
import { confirmed, eventOf, expect, resultOf, test, type Answer, type Row } from './huleedu-class-management.ts';

const key = 'huleedu:idempotency:v2:class-management-service:huleedu_batch_author_matches_suggested_v1';

test.describe('event 5', () => {
  test('stores the best suggestion whose student exists', async ({
    call,
    deployment,
    newBatch,
    newStudent,
    rowsOf,
    settled,
  }) => {
    const batch = await newBatch();
    const [student = ''] = batch.students;
    const students = [randomUUID(), student, await newStudent()];
    await deployment.send(eventOf(batch, [resultOf(batch.essay, students, [0.95, 0.9, 0.8])]));
    await settled();
    const row = { essay_id: batch.essay, student_id: student, class_id: batch.classId, confidence_score: 0.9 };
    const open = { validated_by: null, validated_at: null, validation_method: null };
    const origin = { created_by_user_id: 'nlp_service_phase1', match_reasons: ['name_exact'] };
    const expected = { ...row, ...origin, validation_status: 'pending_validation', ...open };
    expect(await rowsOf(batch.batch)).toEqual([expect.objectContaining(expected)]);
    const shown = await call('GET', `/v1/batches/${batch.batch}/student-associations`);
    const association = { essay_id: batch.essay, suggested_student_id: student, confidence_score: 0.9 };
    expect(shown).toMatchObject({ status: 200, json: { associations: [association] } });
  });

  test('an essay that cannot be used costs the others nothing', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = await newBatch();
    const results = [
      resultOf('seven', batch.students),
      resultOf(batch.essay, batch.students),
      resultOf(randomUUID(), []),
    ];
    await deployment.send(eventOf(batch, results));
    await settled();
    expect(await rowsOf(batch.batch)).toHaveLength(1);
  });

  test('of an unknown class stores nothing at all', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = { ...(await newBatch()), classId: randomUUID() };
    const results = [resultOf(batch.essay, batch.students), resultOf(randomUUID(), batch.students)];
    await deployment.send(eventOf(batch, results));
    await settled();
    expect(await rowsOf(batch.batch)).toEqual([]);
  });

  test('leaves an essay with its first student', async ({ deployment, newBatch, newStudent, rowsOf, settled }) => {
    const batch = await newBatch();
    await deployment.send(eventOf(batch));
    await deployment.send(eventOf({ ...batch, students: [await newStudent()] }));
    await settled();
    expect(await rowsOf(batch.batch)).toMatchObject([{ student_id: batch.students[0] }]);
  });

  test('what is no envelope does not stop the consumer', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = await newBatch();
    const anonymous = { ...eventOf(batch), source_service: undefined };
    const values = ['no JSON', anonymous, { ...eventOf(batch), event_id: 'seven' }, { ...eventOf(batch), data: null }];
    for (const value of values) await deployment.send(value);
    await settled();
    expect(await rowsOf(batch.batch)).toEqual([]);
  });

  test('is taken under its short name, with upper-case ids', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = await newBatch();
    const upper = { ...batch, essay: batch.essay.toUpperCase() };
    await deployment.send({ ...eventOf(upper), event_type: 'batch.author.matches.suggested' });
    await settled();
    expect(await rowsOf(batch.batch)).toMatchObject([{ essay_id: batch.essay }]);
  });
});

test.describe('idempotency', () => {
  test('an event is worked on once, and remembered for a day', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = await newBatch();
    const event_id = randomUUID();
    // As Python writes it: keys in order, spaces after colons and commas, nothing but ASCII.
    const data = `{"batch_id": "${batch.batch}", "class_id": "${batch.classId}", "course_code": "SV2", "match_results": [{"essay_id": "${batch.essay}", "filename": "\\u00e5", "suggestions": [{"confidence_score": 1.0, "match_reasons": [], "student_id": "${String(batch.students[0])}", "student_name": "M"}], "text_storage_id": "t"}], "processing_summary": {"a": 1}}`;
    const rest = `"event_type":"huleedu.batch.author.matches.suggested.v1","source_service":"nlp-service"`;
    const value = `{"event_id":"${event_id}",${rest},"data":${data}}`;
    await deployment.send(value);
    await settled();
    const hash = createHash('sha256').update(`{"data": ${data}, "event_id": "${event_id}"}`).digest('hex');
    const kept = JSON.parse((await deployment.redis.get(`${key}:${hash}`)) ?? '{}') as object;
    const processed_by = 'class-management-service';
    expect(kept).toMatchObject({ status: 'completed', event_id, source_service: 'nlp-service', processed_by });
    expect(await deployment.redis.ttl(`${key}:${hash}`)).toBeGreaterThan(86_300);
    await deployment.database.query('DELETE FROM essay_student_associations WHERE batch_id = $1', [batch.batch]);
    await deployment.send(value);
    await settled();
    expect(await rowsOf(batch.batch)).toEqual([]);
  });

  test('a failure forgets the event, so that it can come again', async ({ deployment, newBatch, rowsOf, settled }) => {
    const batch = await newBatch();
    const event = eventOf(batch);
    const plant = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refusing BEFORE INSERT ON essay_student_associations FOR EACH ROW
        WHEN (NEW.batch_id = '${batch.batch}') EXECUTE FUNCTION refuse()`;
    await deployment.database.query(plant);
    await deployment.send(event);
    await settled();
    expect(await rowsOf(batch.batch)).toEqual([]);
    await deployment.database.query('DROP FUNCTION refuse CASCADE');
    await deployment.send(event);
    await settled();
    expect(await rowsOf(batch.batch)).toHaveLength(1);
  });
});

test.describe('a teacher’s confirmation', () => {
  test('becomes event 6, with the course of the class', async ({ call, deployment, newBatch, next, settled }) => {
    const batch = await newBatch();
    await deployment.send(eventOf(batch));
    await settled();
    const correlation_id = randomUUID();
    const item = { essay_id: batch.essay, student_id: batch.students[0] };
    const associations = [
      { ...item, confirmed: true },
      { ...item, confirmed: false },
    ];
    const headers = { 'x-user-id': 'teacher', 'x-correlation-id': correlation_id };
    const target = `/v1/batches/${batch.batch}/student-associations/confirm`;
    const answer = await call('POST', target, { associations, user_id: 'Eva', confirmation_method: 'manual' }, headers);
    const done = { status: 'confirmed', associations_confirmed: 1, associations_rejected: 1 };
    expect(answer).toMatchObject({ status: 200, json: done });
    const { key, envelope } = await next(confirmed, 'batch_id', batch.batch);
    expect(key).toBe(batch.batch);
    const metadata = { batch_id: batch.batch, class_id: batch.classId, partition_key: batch.batch };
    const sent = { ...item, confidence_score: 0.95, validation_method: 'human', validated_by: 'Eva' };
    const validation_summary = { total_associations: 2, confirmed: 1, rejected: 1 };
    const data = { course_code: 'SV2', timeout_triggered: false, associations: [sent], validation_summary };
    expect(envelope).toMatchObject({ correlation_id, metadata, data });
    // The record can be read before its row says that it was sent.
    const stored = 'SELECT event_data FROM event_outbox WHERE aggregate_id = $1 AND published_at IS NOT NULL';
    const rows = async (): Promise<object[]> => (await deployment.database.query<Row>(stored, [batch.batch])).rows;
    await expect.poll(rows).toMatchObject([{ event_data: { correlation_id } }]);
    expect(await rows()).not.toMatchObject([{ event_data: { event_id: envelope['event_id'] } }]);
  });

  test('of a batch without rows is refused', async ({ call }) => {
    const id = randomUUID();
    const confirm = (batch: string): Promise<Answer> =>
      call('POST', `/v1/batches/${batch}/student-associations/confirm`, { associations: [] });
    const error = `No associations found for batch ${id}`;
    expect(await confirm(id)).toMatchObject({ status: 400, json: { error } });
    expect(await confirm('7')).toMatchObject({ status: 400, json: { error: 'badly formed hexadecimal UUID string' } });
  });
});
