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
const health = <Body extends z.ZodType>(body: Body) =>
  operation({ method: 'GET', path: '/healthz', writes: false, responses: { 200: body, 503: body } });

const metrics = () =>
  operation({ method: 'GET', path: '/metrics', writes: false, responses: { 200: z.string().min(1), 500: Refusal } });

/** Contract b.2: what class management says of itself. */
export const classManagementService = {
  getClassManagementHealth: health(ClassManagementHealth),
  getClassManagementMetrics: metrics(),
};

/** Contract d.3. */
export const batchOrchestratorService = {
  getBatchOrchestratorHealth: health(z.looseObject({ service: z.literal('batch-service'), status: z.string() })),
  getBatchOrchestratorMetrics: metrics(),
};

/** Contract d.5. */
export const essayLifecycleService = {
  getEssayLifecycleHealth: health(z.looseObject({ status: z.string() })),
  getEssayLifecycleMetrics: metrics(),
};
