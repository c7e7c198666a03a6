import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { Refusal } from './common.ts';

const ClassManagementHealth = z
  .strictObject({
    service: z.literal('class_management_service'),
    status: z.enum(['healthy', 'unhealthy']),
    message: z.string(),
    version: z.literal('1.0.0'),
    checks: z.strictObject({ service_responsive: z.literal(true), dependencies_available: z.boolean() }),
    dependencies: z.strictObject({ database: z.looseObject({ status: z.string() }) }),
    environment: z.string().min(1),
  })
  .refine(({ status, message }) => message === `Class Management Service is ${status}`, {
    path: ['message'],
    message: 'does not fit the status',
  })
  .refine(({ status, checks }) => (status === 'healthy') === checks.dependencies_available, {
    path: ['checks', 'dependencies_available'],
    message: 'does not fit the status',
  });

// Of the other services the contract names the health's path, and BOS's own name.
const health = { method: 'GET', path: '/healthz', writes: false } as const;

const metrics = {
  method: 'GET',
  path: '/metrics',
  writes: false,
  responses: { 200: z.string().min(1), 500: Refusal },
} as const;

const BatchOrchestratorHealth = z.looseObject({ service: z.literal('batch-service'), status: z.string() });
const EssayLifecycleHealth = z.looseObject({ status: z.string() });

/** Contract b.2: what class management says of itself. */
export const classManagementService = {
  getClassManagementHealth: operation({
    ...health,
    responses: { 200: ClassManagementHealth, 503: ClassManagementHealth },
  }),
  getClassManagementMetrics: operation({ ...metrics }),
};

/** Contract d.3. */
export const batchOrchestratorService = {
  getBatchOrchestratorHealth: operation({
    ...health,
    responses: { 200: BatchOrchestratorHealth, 503: BatchOrchestratorHealth },
  }),
  getBatchOrchestratorMetrics: operation({ ...metrics }),
};

/** Contract d.5. */
export const essayLifecycleService = {
  getEssayLifecycleHealth: operation({
    ...health,
    responses: { 200: EssayLifecycleHealth, 503: EssayLifecycleHealth },
  }),
  getEssayLifecycleMetrics: operation({ ...metrics }),
};
