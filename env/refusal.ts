import { inspect } from 'node:util';

/** An error that is shown as one message without a stack: whoever reads it has a value to mend, not code. */
export function refusal(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return Object.assign(error, { [inspect.custom]: () => `Error: ${message}` });
}
