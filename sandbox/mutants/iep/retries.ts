import { DatabaseLockError, RetryableError, VersionConflictError } from '../../iep/rules/classification.ts';
import { createIep, listRecentConflicts } from './operations.ts';
import { rule, type Applied, type Rule } from './rule.ts';

/** How often and after which errors an attempt is made again. */
const allowing = (name: string, description: string, allows: (error: unknown, attempt: number) => boolean): Rule =>
  rule(name, description, [createIep], (applied) => ({
    retry: {
      allows: (original) => (error, attempt) => {
        const [right, wrong] = [original(error, attempt), allows(error, attempt)];
        if (right !== wrong) applied();
        return wrong;
      },
    },
  }));

/** How long is waited before an attempt is made again, in milliseconds. */
const waiting = (name: string, description: string, delayAfter: (attempt: number, delay: number) => number): Rule =>
  rule(name, description, [createIep], (applied) => ({
    retry: {
      delayAfter: (original) => (attempt) => {
        applied();
        return delayAfter(attempt, original(attempt));
      },
    },
  }));

const retries = 3;
const retryable = (error: unknown, attempt: number, most = retries): boolean =>
  error instanceof RetryableError && attempt < most;
const says = (error: unknown, text: string): boolean => error instanceof Error && error.message.includes(text);

type Event = Parameters<
  Parameters<NonNullable<NonNullable<ReturnType<Rule['decorate']>['monitor']>['recordConflict']>>[0]
>[0];

/** What is told of a conflict; undefined tells nothing. */
const recorded = (name: string, description: string, change: (event: Event) => Event | undefined): Rule =>
  rule(name, description, [createIep, listRecentConflicts], (applied: Applied) => ({
    monitor: {
      recordConflict: (original) => (event) => {
        const told = change(event);
        if (told !== event) applied();
        if (told) original(told);
      },
    },
  }));

/** Faults of the retries (contract 7.1). */
export const retryRules: Rule[] = [
  allowing('retry-missing', 'No creation is tried again.', () => false),
  allowing('three-attempts', 'A creation is tried three times.', (error, attempt) => retryable(error, attempt, 2)),
  allowing('five-attempts', 'A creation is tried five times.', (error, attempt) => retryable(error, attempt, 4)),
  allowing(
    'locks-not-retried',
    'A creation that meets a lock is not tried again.',
    (error, attempt) => retryable(error, attempt) && !(error instanceof DatabaseLockError),
  ),
  allowing(
    'conflicts-not-retried',
    'A creation that meets a version conflict is not tried again.',
    (error, attempt) => retryable(error, attempt) && !(error instanceof VersionConflictError),
  ),
  allowing(
    'foreign-key-retried',
    'A creation that refers to nothing is tried again.',
    (error, attempt) => retryable(error, attempt) || (attempt < retries && says(error, 'foreign key')),
  ),
  allowing(
    'serialization-retried',
    'A creation that cannot be serialized is tried again.',
    (error, attempt) => retryable(error, attempt) || (attempt < retries && says(error, 'could not serialize')),
  ),
  allowing(
    'everything-retried',
    'A creation is tried again whatever the error.',
    (_error, attempt) => attempt < retries,
  ),
  waiting('retry-at-once', 'A creation is tried again without a wait.', () => 0),
  waiting('retry-without-growth', 'Every wait is as long as the first.', () => 100),
  waiting(
    'retry-grows-slowly',
    'Every wait is half as long again as the one before.',
    (attempt) => 100 * 1.5 ** attempt,
  ),
  waiting('retry-slow', 'Every wait is twice as long as it should be.', (_attempt, delay) => 2 * delay),
  recorded('exhaustion-not-recorded', 'Retries that are used up are not recorded.', (event) =>
    event.conflict_type === 'retry_exhausted' ? undefined : event,
  ),
  recorded('resolution-not-recorded', 'A conflict that a retry resolved is not recorded.', (event) =>
    event.conflict_type === 'resolved_after_retry' ? undefined : event,
  ),
  recorded('attempts-recorded-as-retries', 'The first attempt is recorded as a retry.', (event) => ({
    ...event,
    retry_count: event.retry_count + 1,
  })),
  recorded('conflicts-of-one-year', 'Conflicts are recorded under the next year.', (event) => ({
    ...event,
    academic_year: '2099-2100',
  })),
];
