import type { ProxiedAnswer, ProxiedRequest } from '../mutants/mutant.ts';

/** The JSON value that a message carries, in a box of its own so that it may be changed; undefined when it has none. */
export function jsonOf({ headers, body }: ProxiedAnswer | ProxiedRequest): { body: unknown } | undefined {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(String(headers['content-type']))) return undefined;
  try {
    return { body: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
}

/** The message with another JSON value. */
export const withJson = <M extends ProxiedAnswer | ProxiedRequest>(message: M, value: unknown): M => ({
  ...message,
  body: Buffer.from(JSON.stringify(value)),
});

/** True for a JSON object, a map included. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
