import { model } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { text, word } from '../../fastapi/scalars.ts';
import { identity } from '../identity.ts';
import type { HealthService } from '../services/health.ts';

const health = model('HealthResponse', { status: word('ok'), service: text(), version: text() });
const databaseHealth = model('DatabaseHealthResponse', { status: word('ok', 'error'), database: text() });

/** Contract a.1. */
export function healthRoutes(service: HealthService): Operation[] {
  return [
    operation({
      ...{ method: 'GET', path: '/', tag: 'health', summary: 'Root', answer: health },
      handle: () => Promise.resolve({ status: 'ok' as const, service: identity.title, version: identity.version }),
    }),
    operation({
      ...{ method: 'GET', path: '/health/db', tag: 'health', summary: 'Database Health', answer: databaseHealth },
      handle: () => service.checkDatabase(),
    }),
  ];
}
