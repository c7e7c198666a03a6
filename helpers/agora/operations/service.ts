import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { Instant, Json, Metadata, Sentence, Uuid } from './common.ts';

const Graph = z.looseObject({
  nodes: z.array(z.looseObject({ id: z.string(), type: z.string() })),
  edges: z.array(z.looseObject({ source: z.string(), target: z.string(), conditional: z.boolean().optional() })),
});
export type Graph = z.output<typeof Graph>;

const Assistant = z.looseObject({
  assistant_id: Uuid,
  graph_id: z.string(),
  created_at: Instant,
  updated_at: Instant,
  metadata: Metadata,
});

/** langgraph-server 3 and 4. */
export const serviceOperations = {
  getOk: operation({
    method: 'GET',
    path: '/ok',
    writes: false,
    responses: { 200: z.strictObject({ ok: z.literal(true) }) },
  }),
  getInfo: operation({
    method: 'GET',
    path: '/info',
    writes: false,
    responses: { 200: z.looseObject({ version: z.string().regex(/^\d+\.\d+\.\d+/), flags: Json }) },
  }),
  searchAssistants: operation({
    method: 'POST',
    path: '/assistants/search',
    writes: false,
    body: z.object({ graph_id: z.string().optional(), limit: z.number().optional() }),
    responses: { 200: z.array(Assistant) },
  }),
  getGraph: operation({
    method: 'GET',
    path: '/assistants/{assistant_id}/graph',
    writes: false,
    responses: { 200: Graph, 404: Sentence },
  }),
};
