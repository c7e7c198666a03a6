import { inTransaction, type Client, type Database } from '../library/database.ts';
import type { Outbox } from '../library/outbox.ts';
import type { ContentProvisioned, EssayValidationFailed } from '../payloads/provisioning.ts';
import { excessContent, provisioningCompleted, slotAssigned, validationErrors } from './announcements.ts';
import type { Slots } from './slots.ts';
import { assign, assignedEssays, completeTracker, findTracker, isAssigned, type Tracker } from './trackers.ts';

export interface Resources {
  database: Database;
  slots: Slots;
  outbox: Outbox;
}

/** Gives the content a slot, keeps it when its batch is not known yet, or tells that there is none left for it. */
export async function place(resources: Resources, content: ContentProvisioned): Promise<void> {
  const { database, slots, outbox } = resources;
  const { entity_id: id, text_storage_id: text } = content;
  let taken: string | undefined;
  const end = await inTransaction(database, async (client) => {
    const tracker = await findTracker(client, id);
    if (tracker === undefined) return slots.park(content);
    if (await isAssigned(client, tracker, text)) return undefined;
    taken = await slots.assign(id, content);
    if (taken === undefined) return outbox.add(client, excessContent(content));
    await assign(client, tracker, taken, content);
    await outbox.add(client, slotAssigned(taken, content));
    return complete(resources, client, id, tracker);
  }).catch(async (error: unknown) => {
    if (taken !== undefined) await slots.release(id, taken, text);
    throw error;
  });
  await end?.();
}

/** Notes a file of the batch that is no essay. */
export async function noteFailure(resources: Resources, failure: EssayValidationFailed): Promise<void> {
  const { database, slots } = resources;
  const end = await inTransaction(database, async (client) => {
    const tracker = await findTracker(client, failure.entity_id);
    if (tracker === undefined) return slots.parkFailure(failure);
    await slots.fail(failure);
    return complete(resources, client, failure.entity_id, tracker);
  });
  await end?.();
}

/**
 * Tells once that every slot is filled or has failed; without any essay, that the batch has failed. Answers what is left to do
 * in Redis when that is stored: nobody asks for a guest's batch again.
 */
async function complete(
  { slots, outbox }: Resources,
  client: Client,
  id: string,
  tracker: Tracker,
): Promise<(() => Promise<void>) | undefined> {
  const [metadata, failures, essays] = await Promise.all([
    slots.metadata(id),
    slots.failures(id),
    assignedEssays(client, tracker),
  ]);
  if (essays.length + failures.length < tracker.expected_count) return undefined;
  if (!(await completeTracker(client, tracker))) return undefined;
  if (failures.length > 0) await outbox.add(client, validationErrors(id, tracker, failures, essays.length === 0));
  if (essays.length > 0) await outbox.add(client, provisioningCompleted(id, tracker, essays));
  return async () => {
    await slots.complete(id);
    if (metadata?.class_type === 'GUEST') await slots.forget(id);
  };
}
