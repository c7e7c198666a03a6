import { claims, says, type Proof } from '../../proof.ts';

const templates = /^\/api\/v1\/templates$/;
const template = /^\/api\/v1\/templates\/[\da-f-]{36}$/;

/** Templates, disability types, monitoring and the service itself. */
export const proofs: readonly Proof[] = [
  {
    spec: 'iep/templates/create.spec.ts',
    test: 'POST /api/v1/templates creates version 1 of a template for a disability type',
    lie: { method: 'POST', path: templates, tell: says(/"version":1/, '"version":2') },
    message: /"version": 2/,
  },
  {
    spec: 'iep/templates/read.spec.ts',
    test: 'GET /api/v1/templates/{template_id} reads a template, and names an unknown one',
    lie: { method: 'GET', path: template, tell: says(/not found/, 'is missing') },
    message: /is missing/,
  },
  {
    spec: 'iep/templates/update.spec.ts',
    test: 'DELETE /api/v1/templates/{template_id} deactivates a template, which stays readable by id',
    lie: { method: 'DELETE', path: template, tell: says(/deactivated/, 'removed') },
    message: /removed successfully/,
  },
  {
    spec: 'iep/templates/seed.spec.ts',
    test: 'GET /api/v1/templates/disability/{disability_type_id}/grade/{grade_level} has the seeded templates of grade K-5 by their disability type',
    lie: { method: 'GET', path: /\/grade\/K-5$/, tell: claims(200, []) },
    message: /Elementary SLD Template \(K-5\)/,
  },
  {
    spec: 'iep/disability-types/disability-types.spec.ts',
    test: 'GET /api/v1/templates/disability-types has the thirteen seeded types among the active ones, by name',
    lie: { method: 'GET', path: /\/disability-types$/, tell: says(/"code":"SLD"/, '"code":"SLX"') },
    message: /"SLX"/,
  },
  {
    spec: 'iep/service/times.spec.ts',
    test: 'the times that the service writes are those of the call for a student, and every change has its own',
    lie: { method: 'POST', path: /\/students$/, tell: says(/"created_at":"\d{4}/, '"created_at":"2001') },
    message: /created/,
  },
  {
    spec: 'iep/monitoring/monitoring.spec.ts',
    test: 'GET /monitoring/status says that the monitoring runs',
    lie: { method: 'GET', path: /\/status$/, tell: says(/"monitoring_active":true/, '"monitoring_active":false') },
    message: /Received: false/,
  },
  {
    spec: 'iep/service/health.spec.ts',
    test: 'GET /health says that service and database are well',
    lie: {
      method: 'GET',
      path: /^\/health$/,
      tell: says(/"healthy"(.*)"connected"/, '"degraded"$1"disconnected"'),
    },
    message: /disconnected/,
  },
  {
    spec: 'iep/service/openapi.spec.ts',
    test: 'GET /openapi.json declares the operations of the contract',
    lie: { method: 'GET', path: /^\/openapi\.json$/, tell: says(/"\/api\/v1\/ieps"/, '"/api/v1/plans"') },
    message: /POST \/api\/v1\/ieps/,
  },
  {
    spec: 'iep/service/routing.spec.ts',
    test: 'unknown paths are not found',
    lie: { method: 'GET', path: /^\/unknown$/, tell: says(/Not Found/, 'Missing') },
    message: /breaks its schema/,
  },
  {
    spec: 'iep/service/bodies.spec.ts',
    test: 'every operation with a body refuses a body that is broken, absent or of another type',
    lie: { method: 'POST', path: /^\/api\/v1\/students$/, tell: says(/"json_invalid"/, '"value_error"') },
    message: /value_error/,
  },
  {
    spec: 'iep/service/validation.spec.ts',
    test: 'every list refuses queries out of their bounds or of another type, and names each',
    lie: { method: 'GET', path: /\/search$/, tell: says(/"limit"\]/, '"size"]') },
    message: /query\.size/,
  },
  {
    spec: 'iep/service/outage.spec.ts',
    test: 'every operation that needs the database answers the sentence of the contract when the database refuses',
    lie: { method: 'GET', path: /\/search$/, tell: says(/Search failed/, 'No search') },
    message: /No search/,
  },
];
