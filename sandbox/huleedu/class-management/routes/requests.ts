import type { FastifyRequest } from 'fastify';
import { invalid, type Issue, type Shape } from '../../../fastapi/shape.ts';
import type { Database } from '../../library/database.ts';
import { jsonBody, plainError } from '../../library/http.ts';
import type { Outbox } from '../../library/outbox.ts';
import { readUuid } from '../uuids.ts';

/** What the routes work with. */
export interface Resources {
  database: Database;
  outbox: Outbox;
}

/** A path of `/v1/<things>/:id`. */
export interface OfId {
  Params: { id: string };
}

/** The caller, as the gateway names it. Throws a 401 without one. */
export function userOf(request: FastifyRequest): string {
  const user = request.headers['x-user-id'];
  if (typeof user === 'string' && user !== '') return user;
  throw plainError(401, 'User authentication required');
}

/** The UUID of the path. Throws a 400 that says what it should be the id of. */
export function idOf(request: FastifyRequest, thing: 'class' | 'student' | 'batch'): string {
  const id = readUuid((request.params as { id: string }).id);
  if (id !== undefined) return id;
  throw plainError(400, `Invalid ${thing} ID format`);
}

/** The body, as its model has it. Throws a 400 that names what is wrong. */
export function bodyOf<T>(request: FastifyRequest, shape: Shape<T>): T {
  const issues: Issue[] = [];
  const value = shape.check(jsonBody(request), [], issues);
  if (value !== invalid) return value;
  throw plainError(400, issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '));
}
