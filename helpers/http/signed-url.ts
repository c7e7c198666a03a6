import type { ClientHooks } from './client.ts';
import { ContractError } from './answer.ts';
import type { Redact } from './redaction.ts';
import type { SealedContext } from './sealed.ts';
import { sendOverWire } from './transport.ts';

export interface SignedDownload {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Opens signed URLs as anybody could who was handed one: no credentials, no default headers. */
export class SignedUrlClient {
  constructor(
    /** A context without default headers: S3 refuses a request with both an Authorization header and a signature. */
    private readonly context: SealedContext,
    private readonly timeout: number,
    private readonly redact: Redact,
    private readonly step: ClientHooks['step'],
  ) {}

  /** Fetches the URL; any other status is a ContractError whose message hides the signature. */
  async get(status: number, url: string): Promise<SignedDownload> {
    return this.step(`GET signed URL → ${String(status)}`, async () => {
      const { context, timeout, redact } = this;
      const answer = await sendOverWire(context, { method: 'GET', url, request: {}, timeout, redact });
      if (answer.status !== status) {
        const { 'content-type': contentType = 'no content type' } = answer.headers;
        const said = /xml|text|json/.test(contentType) ? answer.bytes.toString('utf8').slice(0, 500) : contentType;
        throw new ContractError(
          redact(`GET ${url} answered ${String(answer.status)}, expected ${String(status)}: ${said}`),
        );
      }
      return { bytes: answer.bytes, contentType: answer.headers['content-type'] ?? '' };
    });
  }
}

const basicIsoTime = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * When a signed URL expires, in milliseconds since the epoch: `Expires` of SigV2, or `X-Amz-Date` plus
 * `X-Amz-Expires` of SigV4 (contract c). Throws when the URL carries neither.
 */
export function expiryOf(url: string): number {
  const query = new URL(url).searchParams;
  const expires = query.get('Expires');
  if (expires !== null) return Number(expires) * 1000;
  const date = query.get('X-Amz-Date')?.replace(basicIsoTime, '$1-$2-$3T$4:$5:$6Z');
  const seconds = query.get('X-Amz-Expires');
  if (!date || seconds === null)
    throw new Error('The URL is not signed: it has neither Expires nor X-Amz-Date and X-Amz-Expires');
  return Date.parse(date) + Number(seconds) * 1000;
}

/** The same signed URL with a later expiry, which its signature does not cover. */
export function withLaterExpiry(url: string): string {
  const altered = new URL(url);
  const name = altered.searchParams.has('Expires') ? 'Expires' : 'X-Amz-Expires';
  altered.searchParams.set(name, String(Number(altered.searchParams.get(name)) + 1));
  return altered.href;
}

/** The same signed URL with another object key in its path. */
export function withAnotherKey(url: string, key: string, otherKey: string): string {
  const altered = new URL(url);
  altered.pathname = decodeURIComponent(altered.pathname).replace(key, otherKey);
  return altered.href;
}

/** The URL of the object without its signature. */
export function withoutSignature(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
