import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, Flag, Json, Limit, Uuid, ValidationError } from './common.ts';
import { Actor, Iep, IepDraft } from './ieps.ts';

const advanced = '/api/v1/ieps/advanced';

/** Two embeddings, one call a section and one for goals (contract 9), for the six sections of the seeded templates. */
const creationCalls = 9;

/** Contract 4.4. These report a missing IEP as 400 where they write. */
export const advancedOperations = {
  createIepWithRag: operation({
    method: 'POST',
    path: `${advanced}/create-with-rag`,
    writes: true,
    llmCalls: creationCalls,
    query: Actor,
    body: IepDraft.extend({ template_id: z.string() }),
    responses: { 201: Iep, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  generateSection: operation({
    method: 'POST',
    path: `${advanced}/{iep_id}/generate-section`,
    writes: true,
    llmCalls: 2,
    query: Actor,
    body: z.object({ section_name: z.string(), additional_context: Json.optional() }),
    responses: {
      200: z.strictObject({ section_name: z.string(), generated_content: z.unknown(), iep_id: Uuid }),
      400: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  updateWithVersioning: operation({
    method: 'POST',
    path: `${advanced}/{iep_id}/update-with-versioning`,
    writes: true,
    query: Actor,
    body: Json,
    responses: { 200: Iep, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  submitForApproval: operation({
    method: 'POST',
    path: `${advanced}/{iep_id}/submit-for-approval`,
    writes: true,
    query: Actor.extend({ comments: z.string().optional() }),
    responses: {
      // The workflow is another service's; the contract names the key only.
      200: z.strictObject({
        iep_id: Uuid,
        workflow: z.unknown(),
        message: z.literal('IEP submitted for approval successfully'),
      }),
      400: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  getIepWithDetails: operation({
    method: 'GET',
    path: `${advanced}/{iep_id}/with-details`,
    writes: false,
    query: z.object({ include_history: Flag.optional(), include_goals: Flag.optional() }),
    responses: { 200: Iep, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  findSimilarIeps: operation({
    method: 'GET',
    path: `${advanced}/similar-ieps/{student_id}`,
    writes: false,
    llmCalls: 1,
    query: z.object({ query_text: z.string(), top_k: Limit.optional() }),
    responses: {
      200: z.array(
        z.strictObject({ id: z.string(), content: z.unknown(), metadata: z.unknown(), score: z.number().nullable() }),
      ),
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
};
