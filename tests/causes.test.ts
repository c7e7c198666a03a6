import { expect, test } from '@playwright/test';
import { isOfEnvironment } from '../helpers/reporting/causes.mjs';

const environment = [
  'TransportError: GET http://x/health got no answer: Timeout 1000ms exceeded',
  'Error: S3 bucket b, list books/: TimeoutError: nobody answered',
  'DatabaseError: PostgreSQL db:5432/x, SELECT 1: connect ECONNREFUSED 10.0.0.1:5432',
  'DatabaseError: PostgreSQL db:5432/x, SELECT 1: Connection terminated unexpectedly',
  'DatabaseError: PostgreSQL db:5432/x, SELECT 1: Query read timeout',
  'ContractError: GET /health answered 503, expected 200',
  'Error: Preflight: iep on staging is not as this run needs it',
  'Error: Clean-up left 1 of 1 behind:\n  - book x (POST /b): S3 bucket b, list x: TimeoutError: none',
];
const backend = [
  'ContractError: POST /books answered 500, expected 201\n\n→ 500 {"detail":"connect ECONNREFUSED 127.0.0.1:5432"}',
  'Error: expect(received).toEqual(expected)\n\n- got no answer',
  'Error: Clean-up left 2 of 2 behind:\n  - book x: S3 bucket b: TimeoutError\n  - book y (POST /b): y is locked',
  'Test timeout of 60000ms exceeded.',
  '',
];

test('what comes of a broken environment is told from what the backend does wrong', () => {
  for (const text of environment) expect(isOfEnvironment(text), text).toBe(true);
  for (const text of backend) expect(isOfEnvironment(text), text).toBe(false);
  // A dependency was seen to break.
  expect(isOfEnvironment('Test timeout of 60000ms exceeded.', true)).toBe(true);
});
