import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { sameSignature } from './signature.ts';

/** How far a signed time may lie from now, in milliseconds. */
export const clockSkew = 15 * 60_000;

export interface Keyring {
  region: string;
  /** Secret by access key id. */
  secrets: ReadonlyMap<string, string>;
}

/** Milliseconds since 1970 of a yyyymmddThhmmssZ time. */
export function parseTime(time: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  if (year === undefined) return undefined;
  const value = Date.parse(`${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return Number.isNaN(value) ? undefined : value;
}

/** Splits `<key id>/<date>/<region>/s3/aws4_request`; throws `code` when a part is not as it must be. */
export function parseCredential(
  credential: string,
  time: string,
  region: string,
  code: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
): { accessKeyId: string; scope: string } {
  const [accessKeyId = '', date, credentialRegion, service, terminator, ...rest] = credential.split('/');
  if (rest.length > 0 || terminator !== 'aws4_request' || service !== 's3' || date !== time.slice(0, 8)) {
    throw new S3Error(
      code,
      'The credential is malformed; expecting "<access key id>/<date of the request>/<region>/s3/aws4_request".',
    );
  }
  if (credentialRegion !== region) {
    throw new S3Error(code, `The region '${credentialRegion ?? ''}' is wrong; expecting '${region}'`, {
      Region: region,
    });
  }
  return { accessKeyId, scope: [date, region, service, terminator].join('/') };
}

/** Every x-amz-* header and the host must be under the signature, else they could be added by anyone. */
export function requireSignedHeaders(request: S3Request, signed: string[]): void {
  const needed = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))];
  const unsigned = needed.filter((name) => !signed.includes(name));
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
  }
}

/** Throws InvalidAccessKeyId. */
export function secretOf(accessKeyId: string, keyring: Keyring): string {
  const secret = keyring.secrets.get(accessKeyId);
  if (secret === undefined) {
    throw new S3Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: accessKeyId,
    });
  }
  return secret;
}

/** Throws SignatureDoesNotMatch. */
export function compare(expected: string, given: string, accessKeyId: string): void {
  if (!sameSignature(expected, given)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { AWSAccessKeyId: accessKeyId },
    );
  }
}
