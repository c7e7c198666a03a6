import { setTimeout as wait } from 'node:timers/promises';
import { classify, RetryableError } from './classification.ts';

/** The figures of contract 7.1 for IEP operations; milliseconds. */
export const retryFigures = { retries: 3, baseDelay: 100, factor: 2, cap: 1000, jitter: 0.1 };

/** Told of every attempt that failed: its error, classified, and whether another one follows. */
export type OnFailure = (error: unknown, attempt: number, again: boolean) => void;

/** The wait after the attempt of this number (from 0), in milliseconds. */
export function delayAfter(attempt: number, random: () => number = Math.random): number {
  const { baseDelay, factor, cap, jitter } = retryFigures;
  return Math.min(baseDelay * factor ** attempt, cap) * (1 + jitter * (2 * random() - 1));
}

/** When a failed attempt is followed by another. */
export interface RetryPolicy {
  /** Whether another attempt follows the one of this number (from 0), which failed with this classified error. */
  allows(error: unknown, attempt: number): boolean;
  /** Milliseconds to wait after the attempt of this number. */
  delayAfter(attempt: number): number;
}

/** Up to four attempts while the error is a retryable one (contract 7.1). */
export const retryPolicy: RetryPolicy = {
  allows: (error, attempt) => error instanceof RetryableError && attempt < retryFigures.retries,
  delayAfter: (attempt) => delayAfter(attempt),
};

/** Runs the work as often as the policy allows; yields the result and how many retries it took. */
export async function withRetry<T>(
  policy: RetryPolicy,
  work: () => Promise<T>,
  onFailure: OnFailure = () => undefined,
): Promise<{ result: T; retries: number }> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { result: await work(), retries: attempt };
    } catch (cause) {
      const error = classify(cause);
      const again = policy.allows(error, attempt);
      onFailure(error, attempt, again);
      if (!again) throw error;
    }
    await wait(policy.delayAfter(attempt));
  }
}
