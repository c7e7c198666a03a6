import { list, model } from '../../fastapi/composites.ts';
import { anything } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import { text, timestamp, word } from '../../fastapi/scalars.ts';
import { identity, serviceName } from '../identity.ts';
import type { HealthService } from '../services/health.ts';

const health = model('HealthResponse', {
  ...{ status: word('healthy', 'degraded'), service: text(), version: text() },
  ...{ database: word('connected', 'disconnected'), environment: text() },
});
const endpoints = model('RootEndpoints', { health: text(), docs: text(), openapi: text() });
const root = model('RootResponse', {
  ...{ service: text(), version: text(), description: text(), endpoints, features: list(text()) },
});
const simple = model('SimpleHealth', { status: text(), service: text(), timestamp: timestamp(), version: text() });
const features = [
  'IEP management with versioning',
  'AI-assisted IEP generation',
  'Student management',
  'Templates by disability and grade',
  'Conflict monitoring',
];
const { title, version } = identity;
const tag = 'health';

/** Contract 2. */
export function healthRoutes(service: HealthService, environment: string): Operation[] {
  const staticHealth = (path: string, summary: string, name: string): Operation =>
    operation({
      ...{ method: 'GET', path, tag, summary, answer: simple },
      handle: () => Promise.resolve({ status: 'healthy', service: name, timestamp: new Date().toISOString(), version }),
    });
  return [
    operation({
      ...{ method: 'GET', path: '/health', tag, summary: 'Health', answer: health },
      async handle() {
        const up = await service.isDatabaseUp();
        const status = up ? ('healthy' as const) : ('degraded' as const);
        const database = up ? ('connected' as const) : ('disconnected' as const);
        return { status, service: serviceName, version, database, environment };
      },
    }),
    operation({
      ...{ method: 'GET', path: '/', tag, summary: 'Root', answer: root },
      handle: () =>
        Promise.resolve({
          ...{ service: title, version, description: 'IEP management with versions and generation', features },
          endpoints: { health: '/health', docs: '/docs', openapi: '/openapi.json' },
        }),
    }),
    staticHealth('/api/v1/observability/health', 'Observability Health', 'special-education-service'),
    staticHealth('/api/v1/dashboard/health', 'Dashboard Health', 'dashboard_bff'),
    operation({
      ...{ method: 'GET', path: '/api/v1/observability/health/detailed', tag, summary: 'Detailed Health' },
      answer: anything(),
      async handle() {
        const found = await service.detailed();
        if (found.status !== 'healthy') throw new Refusal(503, found);
        return found;
      },
    }),
  ];
}
