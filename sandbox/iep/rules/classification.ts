/** A failure of the database that another attempt may not meet (contract 7.1). */
export class RetryableError extends Error {}

export class VersionConflictError extends RetryableError {
  constructor(text: string) {
    super(`IEP version conflict detected: ${text}`);
  }
}

export class DatabaseLockError extends RetryableError {
  constructor(text: string) {
    super(`Database lock conflict detected: ${text}`);
  }
}

const versionConflicts = [
  'uq_student_year_version',
  'duplicate key value violates unique constraint',
  'version conflict',
  'constraint violation',
];
const lockConflicts = [
  'lock timeout',
  'deadlock detected',
  'could not obtain lock',
  'advisory lock',
  'lock wait timeout',
];

/** The retryable form of an error, told by its text; any other error as it is. */
export function classify(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  const holds = (part: string): boolean => text.toLowerCase().includes(part);
  if (versionConflicts.some(holds)) return new VersionConflictError(text);
  if (lockConflicts.some(holds)) return new DatabaseLockError(text);
  return error;
}
