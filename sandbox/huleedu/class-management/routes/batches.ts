import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { list, record, withDefault } from '../../../fastapi/composites.ts';
import { flag, text } from '../../../fastapi/scalars.ts';
import { inTransaction } from '../../library/database.ts';
import { correlationOf, plainError } from '../../library/http.ts';
import { associationsConfirmed, type Confirmation } from '../events.ts';
import { associationsOf, classOfBatch } from '../repositories/associations.ts';
import { readUuid, uuidFault } from '../uuids.ts';
import { bodyOf, idOf, userOf, type OfId, type Resources } from './requests.ts';

/** Phase 1 takes a teacher's word for this much. */
const humanConfidence = 0.95;

const decision = record({ essay_id: text(), student_id: text(), confirmed: flag() });
const decisions = record({ associations: list(decision), user_id: withDefault(text(), 'unknown') });

/** Associations of a batch: what was suggested, and what the teacher decides (contract b.2 and b.7). */
export function addBatchRoutes(app: FastifyInstance, { database, outbox }: Resources): void {
  app.get<OfId>('/v1/batches/:id/student-associations', async (request) => {
    userOf(request);
    return { associations: await associationsOf(database, idOf(request, 'batch')) };
  });
  app.post<OfId>('/v1/batches/:id/student-associations/confirm', async (request) => {
    userOf(request);
    const batchId = readUuid(request.params.id);
    if (batchId === undefined) throw plainError(400, uuidFault);
    const { associations: decided, user_id: user } = bodyOf(request, decisions);
    const confirmed = decided.filter((item) => item.confirmed).map((item) => byTeacher(item, user));
    const rejected = decided.length - confirmed.length;
    await inTransaction(database, async (client) => {
      const found = await classOfBatch(client, batchId);
      if (found === undefined) throw plainError(400, `No associations found for batch ${batchId}`);
      const counts = { total: decided.length, rejected };
      const event = { ...found, batchId, associations: confirmed, timeout: false, counts };
      await outbox.add(client, associationsConfirmed(event, correlationOf(request) ?? randomUUID()));
    });
    return { status: 'confirmed', associations_confirmed: confirmed.length, associations_rejected: rejected };
  });
}

function byTeacher({ essay_id, student_id }: { essay_id: string; student_id: string }, user: string): Confirmation {
  return {
    ...{ essay_id, student_id, confidence_score: humanConfidence },
    ...{ validation_method: 'human', validated_by: user, validated_at: new Date().toISOString() },
  };
}
