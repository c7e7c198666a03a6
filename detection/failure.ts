import { stripVTControlCharacters } from 'node:util';

/** What a test says when it noticed something, at the start of its message. */
const noticed =
  /^(ContractError|TransportError|AssertionError|ZodError)\b|^SyntaxError: .*JSON|^Error: (expect|Answers that nobody judged|.*(, expected\b|breaks its schema|has no object|is no timestamp|differ in size|invalid input syntax for type json))|\bexpect\(/;
const cleanUp = /^(Error: )?Clean-up left/;

const startOf = (message: string): string => stripVTControlCharacters(message).split('\n').slice(0, 4).join('\n');

/** True when the clean-up of a test failed. */
export const isCleanUp = (message: string): boolean => cleanUp.test(startOf(message));

/** True for an assertion, a schema error, a call without an answer, or a failed clean-up; false for what only crashed. */
export const isRed = (message: string): boolean => noticed.test(startOf(message)) || isCleanUp(message);

/** True when a call was not answered in time. */
export const isLate = (message: string): boolean => /^TransportError: .*\bTimeout \d+ms/.test(startOf(message));
