import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { StateValues } from '../state/values.ts';
import { Instant, Json, Malformed, Metadata, PendingInterrupt, Sentence, Uuid } from './common.ts';

export const threadStatuses = ['idle', 'busy', 'interrupted', 'error'] as const;

/** Values and interrupts are there once the thread has run (langgraph-server 6). Other members of it are the server's. */
const Thread = z.looseObject({
  thread_id: Uuid,
  created_at: Instant,
  updated_at: Instant,
  metadata: Metadata,
  status: z.enum(threadStatuses),
  values: StateValues.nullable().optional(),
  interrupts: z.record(z.string(), z.array(PendingInterrupt)).optional(),
});
export type Thread = z.output<typeof Thread>;

/** What is laid down of a thread, without what else a server tells of it. */
export const shown = ({
  thread_id,
  created_at,
  updated_at,
  metadata,
  status,
  values,
  interrupts,
}: Thread): unknown => ({
  ...{ thread_id, created_at, updated_at, metadata, status, values, interrupts },
});

/** A super-step that a thread begins with: what a node is taken to have written. */
const SuperStep = z.object({ updates: z.array(z.object({ values: Json, as_node: z.string() })) });

const search = z.object({
  metadata: Json.optional(),
  status: z.enum(threadStatuses).optional(),
  limit: z.number().optional(),
  offset: z.number().optional(),
});

export const ThreadDraft = z.object({
  thread_id: z.string(),
  metadata: Json,
  if_exists: z.enum(['raise', 'do_nothing']).optional(),
  supersteps: z.array(SuperStep).optional(),
});
export type ThreadDraft = z.input<typeof ThreadDraft>;

/** langgraph-server 4 and 6. */
export const threadOperations = {
  createThread: operation({
    method: 'POST',
    path: '/threads',
    writes: true,
    creates: 'thread',
    body: ThreadDraft,
    responses: { 200: Thread, 400: Malformed, 409: Sentence },
  }),
  getThread: operation({
    method: 'GET',
    path: '/threads/{thread_id}',
    writes: false,
    responses: { 200: Thread, 400: Malformed, 404: Sentence },
  }),
  changeThread: operation({
    method: 'PATCH',
    path: '/threads/{thread_id}',
    writes: true,
    body: z.object({ metadata: Json }),
    responses: { 200: Thread, 400: Malformed, 404: Sentence },
  }),
  deleteThread: operation({
    method: 'DELETE',
    path: '/threads/{thread_id}',
    writes: true,
    responses: { 204: z.literal(''), 404: Sentence },
  }),
  copyThread: operation({
    method: 'POST',
    path: '/threads/{thread_id}/copy',
    writes: true,
    creates: 'thread',
    body: z.object({}),
    responses: { 200: Thread, 404: Sentence },
  }),
  searchThreads: operation({
    method: 'POST',
    path: '/threads/search',
    writes: false,
    body: search,
    responses: { 200: z.array(Thread), 400: Malformed },
  }),
  countThreads: operation({
    method: 'POST',
    path: '/threads/count',
    writes: false,
    body: search,
    responses: { 200: z.int().min(0), 400: Malformed },
  }),
};
