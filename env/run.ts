import { randomInt } from 'node:crypto';
import { refusal } from './refusal.ts';

const clockDigits = 9;
const randomDigits = 3;
const checkDigits = 2;
/** Before this day there was no run, and none starts after tomorrow: clocks differ by less. Milliseconds. */
const firstDay = Date.UTC(2025, 0);
const day = 86_400_000;
/** A prime that fills two digits of base 36. */
const modulus = 1291;

/** Format of a run id: base-36 milliseconds, random digits, check digits; `[a-z0-9]`, sorts by time. */
export const runIdPattern = '[0-9a-z]{14}';

/** Check digits of the others: a name that somebody chose has them by accident once in a thousand. */
const checkOf = (digits: string): string =>
  Array.from(digits)
    .reduce((sum, digit) => (sum * 37 + Number.parseInt(digit, 36) + 1) % modulus, 0)
    .toString(36)
    .padStart(checkDigits, '0');

/** A new run id; distinct for each main process, and so for each shard. */
export function newRunId(now: number = Date.now()): string {
  const random = randomInt(36 ** randomDigits).toString(36);
  const digits = now.toString(36).padStart(clockDigits, '0') + random.padStart(randomDigits, '0');
  return digits + checkOf(digits);
}

/** The moment at which a run id was made, in milliseconds since the epoch. */
export const startedAt = (runId: string): number => Number.parseInt(runId.slice(0, clockDigits), 36);

/** Whether this is the id of a run, and no name that looks like one: its time is possible, and its check digits are right. */
export function isRunId(text: string, now: number = Date.now()): boolean {
  if (!new RegExp(`^${runIdPattern}$`).test(text)) return false;
  const moment = startedAt(text);
  return moment >= firstDay && moment <= now + day && checkOf(text.slice(0, -checkDigits)) === text.slice(-checkDigits);
}

/** The id of the run whose prefix this is; undefined for any other text. */
export function runIdOf(prefix: string): string | undefined {
  const [, id = ''] = /^test_([^_]+)_$/.exec(prefix) ?? [];
  return isRunId(id) ? id : undefined;
}

/** Every name that a run creates starts with this. */
export const prefixOf = (runId: string): string => `test_${runId}_`;

/**
 * The id of this run: made once in the main process, inherited by its workers through the environment. Throws when the
 * shell brings something else, since names, folders and deletes are derived from it.
 */
export function currentRunId(): string {
  const id = (process.env['TEST_RUN_ID'] ||= newRunId());
  if (!isRunId(id)) {
    throw refusal(`TEST_RUN_ID=${id} is no run id: unset it, each run makes its own`);
  }
  return id;
}
