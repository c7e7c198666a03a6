import { z } from 'zod';
import { streamOf, type Names, type StreamEvent } from '../../stream/declaration.ts';
import { StateValues } from '../state/values.ts';
import { nodeNames, type NodeName } from '../topology.ts';
import { Json, PendingInterrupt, Uuid } from './common.ts';
import { RunDraft } from './runs.ts';

const asked = { __interrupt__: z.array(PendingInterrupt).optional() };
const isAlone = (data: object): boolean => !('__interrupt__' in data) || Object.keys(data).length === 1;
const alone = { message: 'has __interrupt__ beside other members' };

const ofNodes = Object.fromEntries(nodeNames.map((name) => [name, Json.nullable().optional()])) as Record<
  NodeName,
  z.ZodOptional<z.ZodNullable<typeof Json>>
>;

/** What the streams of a run send in the modes `updates` and `values` (langgraph-server 7). */
const events = {
  metadata: z.strictObject({ run_id: Uuid, attempt: z.int().min(1) }),
  /** The whole state, reduced; at a pause only what is asked. */
  values: z.strictObject({ ...StateValues.shape, ...asked }).refine(isAlone, alone),
  /** What one node returned, before reducers; at a pause what is asked. */
  updates: z
    .strictObject({ ...ofNodes, ...asked })
    .refine((data) => Object.keys(data).length === 1, { message: 'is not of exactly one node' }),
  /** Name and message of what a node threw. */
  error: z.strictObject({ error: z.string().min(1), message: z.string() }),
};

const runIn = ({ kind, data }: StreamEvent): Names => {
  const run = kind === 'metadata' ? z.object({ run_id: z.string() }).safeParse(data).data?.run_id : undefined;
  return run === undefined ? {} : { run };
};

const order = { first: 'metadata', last: ['error'], namesIn: runIn } as const;

/** Starts a run, or answers a pause, and sends its events. */
export const runStream = streamOf({
  ...{ method: 'POST', path: '/threads/{thread_id}/runs/stream', writes: true, body: RunDraft },
  ...{ responses: { 200: z.unknown() }, events, ...order },
});

/** The same of a thread whose state was spoilt on purpose: what its values are is judged by the test. */
export const spoiltRunStream = streamOf({
  ...{ method: 'POST', path: '/threads/{thread_id}/runs/stream', writes: true, body: RunDraft },
  ...{ responses: { 200: z.unknown() }, events: { ...events, values: Json }, ...order },
});

/** The events of a run that is under way, or that was started to be resumed: then from the first on, with `Last-Event-ID: -1`. */
export const joinStream = streamOf({
  ...{ method: 'GET', path: '/threads/{thread_id}/runs/{run_id}/stream', writes: false },
  ...{ responses: { 200: z.unknown() }, events, ...order },
});
