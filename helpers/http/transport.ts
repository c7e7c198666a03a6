import type { APIRequestContext } from '@playwright/test';
import type { LooseRequest, Method, Part } from './operation.ts';
import type { Redact } from './redaction.ts';

/** No answer came: refused, reset, timed out. The message is redacted and there is no cause, which would not be. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

type FetchOptions = NonNullable<Parameters<APIRequestContext['fetch']>[1]>;

const multipartOf = (parts: Readonly<Record<string, Part>>): Record<string, Exclude<Part, never>> => ({ ...parts });

// A Buffer goes out as it is; Playwright would encode a string once more.
function payload(request: LooseRequest): Pick<FetchOptions, 'data' | 'headers' | 'multipart'> {
  if (request.multipart) return { multipart: multipartOf(request.multipart) };
  if (request.raw) {
    return { data: Buffer.from(request.raw.content), headers: { 'content-type': request.raw.contentType } };
  }
  if (request.body === undefined) return {};
  return { data: Buffer.from(JSON.stringify(request.body)), headers: { 'content-type': 'application/json' } };
}

/** First line of Playwright's message: the rest is a call log with all headers. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/**
 * Sends one request: redirects are not followed, nothing is retried, any status is an answer.
 * Throws TransportError when none came within the time-out (milliseconds).
 */
export async function sendOverWire(
  context: APIRequestContext,
  call: { method: Method; url: string; request: LooseRequest; timeout: number; redact: Redact },
): Promise<WireAnswer> {
  const { method, url, request, timeout, redact } = call;
  const body = payload(request);
  try {
    const response = await context.fetch(url, {
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
    throw new TransportError(redact(`${method} ${url} got no answer: ${firstLine(error)}`));
  }
}
