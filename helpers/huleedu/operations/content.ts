import { z } from 'zod';
import { operation } from '../../http/operation.ts';

/** The contract lays down no way to store a text: this one is what an environment with `@content` offers. */
export const contentOperations = {
  storeText: operation({
    method: 'POST',
    path: '/v1/content',
    writes: true,
    responses: { 201: z.strictObject({ storage_id: z.string().min(1) }) },
  }),
};
