import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { Instant, Json, Malformed, Metadata, Sentence, Uuid } from './common.ts';

export const runStatuses = ['pending', 'running', 'success', 'error', 'interrupted', 'timeout'] as const;

const Run = z.looseObject({
  run_id: Uuid,
  thread_id: Uuid,
  assistant_id: Uuid,
  metadata: Metadata,
  status: z.enum(runStatuses),
  /** What it was started with. */
  kwargs: Json,
  created_at: Instant,
  updated_at: Instant,
});
export type Run = z.output<typeof Run>;

/** What starts a run, or answers a pause (langgraph-server 7); exactly one of input and command. */
export const RunDraft = z.object({
  assistant_id: z.string(),
  input: Json.nullable().optional(),
  command: z
    .object({ resume: z.unknown().optional(), update: Json.optional(), goto: z.string().optional() })
    .optional(),
  stream_mode: z.array(z.string()).optional(),
  config: Json.optional(),
  context: Json.optional(),
  checkpoint: Json.optional(),
  multitask_strategy: z.enum(['reject', 'interrupt', 'rollback', 'enqueue']).optional(),
  on_disconnect: z.enum(['continue', 'cancel']).optional(),
  stream_resumable: z.boolean().optional(),
  if_not_exists: z.enum(['create', 'reject']).optional(),
});
export type RunDraft = z.input<typeof RunDraft>;

const runs = '/threads/{thread_id}/runs';

/** langgraph-server 4 and 8; the streams are in `streams.ts`. */
export const runOperations = {
  createRun: operation({
    method: 'POST',
    path: runs,
    writes: true,
    body: RunDraft,
    responses: { 200: Run, 400: Malformed, 404: Sentence, 422: Sentence },
  }),
  /** The last values, `__interrupt__` for a pause, `__error__` for a failure. */
  waitForRun: operation({
    method: 'POST',
    path: `${runs}/wait`,
    writes: true,
    body: RunDraft,
    responses: { 200: z.unknown(), 400: Malformed, 404: Sentence, 422: Sentence },
  }),
  listRuns: operation({
    method: 'GET',
    path: runs,
    writes: false,
    query: z.object({ limit: z.number().optional() }),
    responses: { 200: z.array(Run), 404: Sentence },
  }),
  getRun: operation({
    method: 'GET',
    path: `${runs}/{run_id}`,
    writes: false,
    responses: { 200: Run, 404: Sentence },
  }),
  joinRun: operation({
    method: 'GET',
    path: `${runs}/{run_id}/join`,
    writes: false,
    responses: { 200: z.unknown(), 404: Sentence },
  }),
  /** Waits until the run is over. */
  cancelRun: operation({
    method: 'POST',
    path: `${runs}/{run_id}/cancel`,
    writes: true,
    query: z.object({ wait: z.literal('true'), action: z.enum(['interrupt', 'rollback']).optional() }),
    responses: { 204: z.literal(''), 404: Sentence },
  }),
  deleteRun: operation({
    method: 'DELETE',
    path: `${runs}/{run_id}`,
    writes: true,
    responses: { 204: z.literal(''), 404: Sentence },
  }),
};
