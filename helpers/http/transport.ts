import type { APIRequestContext } from '@playwright/test';
import type { LooseRequest, Method, Part } from './operation.ts';
import type { Redact } from './redaction.ts';
import { opened, type SealedContext } from './sealed.ts';

/** No answer came: refused, reset, timed out. The message is redacted and there is no cause, which would not be. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** One request: milliseconds of patience, and what blanks secrets in the message of a failure. */
export interface WireCall {
  readonly method: Method;
  readonly url: string;
  readonly request: LooseRequest;
  readonly timeout: number;
  readonly redact: Redact;
}

/** Sends one request; any status is an answer. Throws TransportError when none came within the time-out. */
export type Wire = (call: WireCall) => Promise<WireAnswer>;

type FetchOptions = NonNullable<Parameters<APIRequestContext['fetch']>[1]>;

const multipartOf = (parts: Readonly<Record<string, Part>>): Record<string, Exclude<Part, never>> => ({ ...parts });

/** The bytes of a body that is no form, and its headers. A Buffer goes out as it is; Playwright would encode a string once more. */
export function payload(request: LooseRequest): { data?: Buffer; headers?: Record<string, string> } {
  if (request.raw) {
    return { data: Buffer.from(request.raw.content), headers: { 'content-type': request.raw.contentType } };
  }
  if (request.body === undefined) return {};
  return { data: Buffer.from(JSON.stringify(request.body)), headers: { 'content-type': 'application/json' } };
}

/** Only the first line of the message: with Playwright's the rest is a call log with all headers. */
export function noAnswer({ method, url, redact }: WireCall, error: unknown): TransportError {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new TransportError(redact(`${method} ${url} got no answer: ${reason}`));
}

/**
 * Sends one request: redirects are not followed, nothing is retried, any status is an answer.
 * Throws TransportError when none came within the time-out (milliseconds).
 */
export async function sendOverWire(context: SealedContext, call: WireCall): Promise<WireAnswer> {
  const { method, url, request, timeout } = call;
  const body: Pick<FetchOptions, 'data' | 'headers' | 'multipart'> = request.multipart
    ? { multipart: multipartOf(request.multipart) }
    : payload(request);
  try {
    const response = await opened(context).fetch(url, {
      ...body,
      headers: { ...request.headers, ...body.headers },
      method,
      timeout,
      maxRedirects: 0,
      maxRetries: 0,
      failOnStatusCode: false,
    });
    const answer = { status: response.status(), headers: response.headers(), bytes: await response.body() };
    // Frees the body; nobody has to wait for that.
    response.dispose().catch(() => undefined);
    return answer;
  } catch (error) {
    throw noAnswer(call, error);
  }
}
