import { inTransaction } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import { read } from '../payloads/common.ts';
import { associationsConfirmed, matchingInitiate } from '../payloads/matching.ts';
import { topics } from '../payloads/names.ts';
import { contentProvisioned, essaysRegistered, essayValidationFailed } from '../payloads/provisioning.ts';
import { essaysReady, matchingRequested } from './announcements.ts';
import { noteFailure, place, type Resources } from './contents.ts';
import { register } from './trackers.ts';

type Handle = (resources: Resources, envelope: Envelope) => Promise<void>;

/** Event 0, and then the contents that came before it. */
const registered: Handle = async (resources, { data, correlation_id: correlationId }) => {
  const { database, slots } = resources;
  const batch = read(essaysRegistered, data);
  const { entity_id: id } = batch;
  let isNew = false;
  await inTransaction(database, async (client) => {
    isNew = await register(client, batch, correlationId);
    if (isNew) await slots.register(batch, correlationId);
  }).catch(async (error: unknown) => {
    if (isNew) await slots.forget(id);
    throw error;
  });
  const { contents, failures } = await slots.parked(id);
  for (const content of contents) await place(resources, content);
  for (const failure of failures) await noteFailure(resources, failure);
  await slots.unpark(id);
};

/** Event 1. */
const provisioned: Handle = (resources, { data }) => place(resources, read(contentProvisioned, data));

const validationFailed: Handle = (resources, { data }) => noteFailure(resources, read(essayValidationFailed, data));

/** Event 3 becomes event 4; no essay is read or changed. */
const matchingInitiated: Handle = async ({ database, outbox }, { data, correlation_id: correlationId }) => {
  const command = read(matchingInitiate, data);
  const { entity_id: id } = command;
  if (id === null) throw new Error('VALIDATION_ERROR: the command names no batch');
  await inTransaction(database, (client) => outbox.add(client, matchingRequested(id, command, correlationId)));
};

/** Event 6 becomes event 7 with all essays of the batch, whoever wrote them; then the batch is forgotten. */
const confirmed: Handle = async ({ database, slots, outbox }, { data, correlation_id: correlationId }) => {
  const { batch_id: id, course_code: course } = read(associationsConfirmed, data);
  if ((await slots.metadata(id)) === undefined) throw new Error(`RESOURCE_NOT_FOUND: batch ${id} is not known`);
  const essays = await slots.assignments(id);
  await inTransaction(database, (client) => outbox.add(client, essaysReady(id, course, essays, correlationId)));
  await slots.forget(id);
};

/** What is done with the records of each `event_type`. The phases of a pipeline are not run by this deployment. */
export const handlers: Readonly<Record<string, Handle>> = {
  [topics.essaysRegistered]: registered,
  [topics.contentProvisioned]: provisioned,
  [topics.essayValidationFailed]: validationFailed,
  [topics.matchingInitiate]: matchingInitiated,
  [topics.associationsConfirmed]: confirmed,
  [topics.spellcheckInitiate]: () => Promise.resolve(),
  [topics.spellcheckCompleted]: () => Promise.resolve(),
  [topics.assessmentInitiate]: () => Promise.resolve(),
  [topics.assessmentCompleted]: () => Promise.resolve(),
};
