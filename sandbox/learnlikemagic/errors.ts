import { Refusal } from '../fastapi/refusal.ts';

/** A failure whose message is fit to be shown: one sentence without SQL, stack trace, address or secret. */
export class Failure extends Error {}

const unavailable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  '3D000',
  '53300',
]);

/** The `code` of a driver's or system's error, or an empty text. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True when the database could not be reached or let nobody in: connection, authentication and shut-down errors. */
export function isConnectionFailure(error: unknown): boolean {
  const code = codeOf(error);
  if (unavailable.has(code) || /^(08|28|57P)/.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  return error instanceof Error && /connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}

/** One sentence for the `{error}` of the contract's error formats, whatever the cause. */
export function sentence(error: unknown): string {
  if (error instanceof Failure || error instanceof Refusal) return error.message;
  const code = codeOf(error);
  if (isConnectionFailure(error)) return 'a service that this call needs is not available';
  if (code === '22021') return 'a text holds a NUL character, which cannot be stored';
  if (code === '22003') return 'a number is out of the range that can be stored';
  if (/^[0-9A-Z]{5}$/.test(code)) return 'the database refused the operation';
  if (error instanceof Error && '$metadata' in error) return 'the object storage refused the operation';
  return 'unexpected failure';
}

/** Runs the work; whatever it throws, except an answer of the app, becomes a 500 that starts with `prefix`. */
export async function answering<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(500, `${prefix}: ${sentence(error)}`);
  }
}
