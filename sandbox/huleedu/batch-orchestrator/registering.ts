import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../library/database.ts';
import type { Outbox } from '../library/outbox.ts';
import { sources, topics } from '../payloads/names.ts';
import { insertBatch } from './batches.ts';
import { initialState } from './pipeline-state.ts';
import type { Registration } from './registration.ts';

/** Stores a batch and event 0, which names an id for each of its essays. Answers the id of the batch. */
export async function registerBatch(
  { database, outbox }: { database: Database; outbox: Outbox },
  registration: Registration,
  correlationId: string,
): Promise<string> {
  const id = randomUUID();
  const now = new Date().toISOString();
  const pipeline = initialState(id, registration.enable_cj_assessment, now);
  const data = {
    ...{ event: 'batch.essays.registered', entity_id: id, expected_essay_count: registration.expected_essay_count },
    essay_ids: Array.from({ length: registration.expected_essay_count }, () => randomUUID()),
    metadata: {
      ...{ entity_id: id, entity_type: 'batch', parent_id: null, timestamp: now, processing_stage: null },
      ...{ started_at: null, completed_at: null, event: 'batch.essays.registered', error_info: {} },
    },
    ...{ course_code: registration.course_code, essay_instructions: registration.essay_instructions },
    ...{ user_id: registration.user_id, class_id: registration.class_id },
  };
  const address = { aggregateType: 'batch', aggregateId: id, key: id, topic: topics.essaysRegistered };
  await inTransaction(database, async (client) => {
    await insertBatch(client, { id, correlationId, registration, pipeline });
    await outbox.add(client, { ...address, source: sources.registration, correlationId, data });
  });
  return id;
}
