import { stripVTControlCharacters } from 'node:util';

/** What says that something broke, not that something was noticed: a slip of the code, or of the machine. */
const broken =
  /^(TypeError|ReferenceError|RangeError)\b|^SyntaxError: (?!.*JSON)|^(Test|Fixture|Worker|Tearing down|"\w+" hook)\b.*\btimeout\b|^(Error: )?(connect|the detection engine|the worker ended)\b/i;

const startOf = (message: string): string => stripVTControlCharacters(message).split('\n')[0] ?? '';

/** True when the clean-up of a test failed. */
export const isCleanUp = (message: string): boolean => /^(Error: )?Clean-up left/.test(startOf(message));

/** True when a call was not answered in time. */
export const isLate = (message: string): boolean => /^TransportError: .*\bTimeout \d+ms/.test(startOf(message));

/**
 * True for what a test says when it noticed something: an assertion, a schema, a call without an answer, a store that
 * does not hold what it should, a failed clean-up; false for what only broke.
 */
export const isRed = (message: string): boolean => message !== '' && !broken.test(startOf(message));

/** What a message says first, without colours; 300 characters at most. */
export const firstLine = (message: string): string => startOf(message).slice(0, 300);
