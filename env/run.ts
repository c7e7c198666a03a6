import { randomInt } from 'node:crypto';
import { refusal } from './refusal.ts';

const clockDigits = 9;
const randomDigits = 5;

/** Format of a run id: base-36 milliseconds, then random digits; `[a-z0-9]`, sorts by time. */
export const runIdPattern = '[0-9a-z]{14}';

/** A new run id; distinct for each main process, and so for each shard. */
export function newRunId(now: number = Date.now()): string {
  const random = randomInt(36 ** randomDigits).toString(36);
  return now.toString(36).padStart(clockDigits, '0') + random.padStart(randomDigits, '0');
}

/** The moment at which a run id was made, in milliseconds since the epoch. */
export const startedAt = (runId: string): number => Number.parseInt(runId.slice(0, clockDigits), 36);

/** Every name that a run creates starts with this. */
export const prefixOf = (runId: string): string => `test_${runId}_`;

/**
 * The id of this run: made once in the main process, inherited by its workers through the environment. Throws when the
 * shell brings something else, since names, folders and deletes are derived from it.
 */
export function currentRunId(): string {
  const id = (process.env['TEST_RUN_ID'] ||= newRunId());
  if (!new RegExp(`^${runIdPattern}$`).test(id)) {
    throw refusal(`TEST_RUN_ID=${id} is no run id (14 of [0-9a-z]): unset it, each run makes its own`);
  }
  return id;
}
