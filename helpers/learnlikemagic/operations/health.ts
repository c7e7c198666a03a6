import { z } from 'zod';
import { operation } from '../../http/operation.ts';

const Health = z.strictObject({ status: z.literal('ok'), service: z.string().min(1), version: z.string().min(1) });

const DatabaseHealth = z.union([
  z.strictObject({ status: z.literal('ok'), database: z.literal('connected') }),
  z.strictObject({ status: z.literal('error'), database: z.literal('connection_failed') }),
  z.strictObject({ status: z.literal('error'), database: z.string().startsWith('error: ') }),
]);

/** Contract a.1. */
export const health = {
  getHealth: operation({ method: 'GET', path: '/', writes: false, responses: { 200: Health } }),
  getDatabaseHealth: operation({
    method: 'GET',
    path: '/health/db',
    writes: false,
    responses: { 200: DatabaseHealth },
  }),
};
