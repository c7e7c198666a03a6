import type { Redact } from '../http/redaction.ts';

/** What PostgreSQL or the way to it refused. Its message is redacted, and there is no cause, which would not be. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    message: string,
    /** SQLSTATE, such as `23505`, or the code of a connection that failed: words differ by version and language. */
    readonly code: string | undefined,
    /** Name of the constraint that a statement broke. */
    readonly constraint: string | undefined,
  ) {
    super(message);
  }
}

const textOf = (error: unknown, name: 'code' | 'constraint'): string | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** An error of the driver as it may be shown: where it happened, what it says, and its codes. */
export function databaseErrorOf(error: unknown, place: string, redact: Redact): DatabaseError {
  const message = error instanceof Error ? error.message : String(error);
  return new DatabaseError(redact(`${place}: ${message}`), textOf(error, 'code'), textOf(error, 'constraint'));
}
