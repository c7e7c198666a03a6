import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { StateValues } from '../state/values.ts';
import { Instant, Json, Malformed, Metadata, PendingInterrupt, Sentence, Uuid } from './common.ts';

const Checkpoint = z.looseObject({ thread_id: Uuid, checkpoint_ns: z.string(), checkpoint_id: Uuid });

const Task = z.looseObject({
  id: z.string(),
  name: z.string(),
  error: z.unknown(),
  interrupts: z.array(PendingInterrupt),
});

/** A state of a thread as the server shows it (langgraph-server 5). */
export const ThreadState = z.looseObject({
  values: StateValues,
  next: z.array(z.string()),
  tasks: z.array(Task),
  metadata: Metadata.optional(),
  created_at: Instant.nullable(),
  checkpoint: Checkpoint.nullable(),
  parent_checkpoint: Checkpoint.nullable(),
});
export type ThreadState = z.output<typeof ThreadState>;

/** What is laid down of a state, without what else a server tells of it. */
export const told = ({ values, next, tasks, metadata, created_at, ...places }: ThreadState): unknown => ({
  ...{ values, next, metadata, created_at },
  ...{ checkpoint: places.checkpoint, parent_checkpoint: places.parent_checkpoint },
  tasks: tasks.map(({ id, name, error, interrupts }) => ({ id, name, error, interrupts })),
});

const states = '/threads/{thread_id}';

/** `getState` of a thread whose state was spoilt on purpose. */
export const spoiltState = operation({
  method: 'GET',
  path: `${states}/state`,
  writes: false,
  responses: { 200: z.looseObject({ values: Json, next: z.array(z.string()) }) },
});

/** langgraph-server 4 and 5. */
export const stateOperations = {
  getState: operation({
    method: 'GET',
    path: `${states}/state`,
    writes: false,
    responses: { 200: ThreadState, 400: Malformed, 404: Sentence },
  }),
  getStateAt: operation({
    method: 'GET',
    path: `${states}/state/{checkpoint_id}`,
    writes: false,
    responses: { 200: ThreadState, 404: Sentence },
  }),
  updateState: operation({
    method: 'POST',
    path: `${states}/state`,
    writes: true,
    body: z.object({ values: Json, as_node: z.string().optional(), checkpoint: Json.optional() }),
    responses: {
      200: z.strictObject({ checkpoint: Checkpoint }),
      400: Malformed,
      404: Sentence,
      409: Sentence,
      500: Sentence,
    },
  }),
  getHistory: operation({
    method: 'POST',
    path: `${states}/history`,
    writes: false,
    body: z.object({ limit: z.number().optional() }),
    responses: { 200: z.array(ThreadState), 400: Malformed, 404: Sentence },
  }),
};
