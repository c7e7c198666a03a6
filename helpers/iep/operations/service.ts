import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { ErrorDetail } from './common.ts';

const Health = z
  .strictObject({
    status: z.enum(['healthy', 'degraded']),
    service: z.literal('special-education'),
    version: z.literal('1.0.0'),
    database: z.enum(['connected', 'disconnected']),
    environment: z.string(),
  })
  .refine(({ status, database }) => (status === 'healthy') === (database === 'connected'), {
    path: ['status'],
    message: 'does not fit the state of the database',
  });

// Of this object and of the next, the contract names keys that are there; it draws none as a whole.
const Root = z.looseObject({
  service: z.literal('Special Education Service'),
  version: z.string().min(1),
  description: z.string().min(1),
  endpoints: z.looseObject({ health: z.string(), docs: z.string(), openapi: z.string() }),
  features: z.array(z.string().min(1)).length(5),
});

const DetailedHealth = z.looseObject({
  status: z.string(),
  dependencies: z.looseObject({ database: z.unknown(), vector_store: z.unknown(), auth_service: z.unknown() }),
  system_metrics: z.looseObject({ memory: z.unknown(), disk: z.unknown(), cpu: z.unknown() }),
  application_metrics: z.unknown(),
});

/** Contract 2. */
export const serviceOperations = {
  getHealth: operation({ method: 'GET', path: '/health', writes: false, responses: { 200: Health, 503: ErrorDetail } }),
  getRoot: operation({ method: 'GET', path: '/', writes: false, responses: { 200: Root } }),
  getObservabilityHealth: operation({
    method: 'GET',
    path: '/api/v1/observability/health',
    writes: false,
    responses: {
      200: z.strictObject({
        status: z.literal('healthy'),
        timestamp: z.string(),
        service: z.literal('special-education-service'),
        version: z.string(),
      }),
    },
  }),
  getDetailedHealth: operation({
    method: 'GET',
    path: '/api/v1/observability/health/detailed',
    writes: false,
    responses: { 200: DetailedHealth, 503: z.strictObject({ detail: DetailedHealth }) },
  }),
  getDashboardHealth: operation({
    method: 'GET',
    path: '/api/v1/dashboard/health',
    writes: false,
    responses: {
      200: z.strictObject({
        status: z.literal('healthy'),
        service: z.literal('dashboard_bff'),
        timestamp: z.string(),
        version: z.string(),
      }),
    },
  }),
};
