import pg from 'pg';
import { Refusal } from '../fastapi/refusal.ts';
import { RetryableError } from './rules/classification.ts';
import { identity } from './identity.ts';

/** Runs the work; whatever it throws, except an answer of the app, becomes a 500 with this text. */
export async function failing<T>(message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(500, message);
  }
}

/** Whether the database refused a second row of the same key, under this constraint or index. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH']);

function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof pg.DatabaseError || error instanceof RetryableError) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseFailure);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return unreachable.has(error.code);
  return /connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}

/** The answer of the error middleware to what escaped a handler (contract 1.1). */
export function answerFailure(error: unknown, requestId: string): { status: number; body: unknown } {
  const [status, message, detail, code] = describe(error);
  const metadata = { timestamp: new Date().toISOString(), request_id: requestId, version: identity.version };
  const details = [{ field: null, message: detail, code }];
  return { status, body: { error: true, message, details, metadata } };
}

function describe(error: unknown): [status: number, message: string, detail: string, code: string] {
  if (error instanceof pg.DatabaseError && error.code?.startsWith('23') === true) {
    return [400, 'Database constraint violation', error.message, 'integrity_error'];
  }
  if (isDatabaseFailure(error)) {
    return [500, 'Database operation failed', 'Internal database error', 'database_error'];
  }
  return [500, 'Internal server error', 'An unexpected error occurred', 'internal_error'];
}
