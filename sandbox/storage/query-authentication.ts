import {
  clockSkew,
  compare,
  parseCredential,
  parseTime,
  requireSignedHeaders,
  secretOf,
  type Keyring,
} from './credentials.ts';
import { S3Error } from './errors.ts';
import { header, type S3Request } from './request.ts';
import { signatureV2, signatureV4 } from './signature.ts';

/** Seconds. */
const longestExpiry = 604_800;

/** Signature Version 4 in the query: valid for X-Amz-Expires seconds after X-Amz-Date. */
export function checkQueryV4(request: S3Request, keyring: Keyring): void {
  const malformed = (message: string): S3Error => new S3Error('AuthorizationQueryParametersError', message);
  const parameter = (name: string): string => {
    const value = request.query.get(name);
    if (value === null) {
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const [credential, time, expires] = [
    parameter('X-Amz-Credential'),
    parameter('X-Amz-Date'),
    parameter('X-Amz-Expires'),
  ];
  const [signedHeaders, signature] = [parameter('X-Amz-SignedHeaders').split(';'), parameter('X-Amz-Signature')];
  const sent = parseTime(time);
  if (sent === undefined) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^\d+$/.test(expires) || Number(expires) < 1)
    throw malformed('X-Amz-Expires must be a number between 1 and 604800 seconds');
  if (Number(expires) > longestExpiry)
    throw malformed('X-Amz-Expires must be less than a week (in seconds) that is 604800');
  const { accessKeyId, scope } = parseCredential(credential, time, keyring.region, 'AuthorizationQueryParametersError');
  if (sent - Date.now() > clockSkew) throw new S3Error('AccessDenied', 'Request is not yet valid');
  refuseExpired(sent + Number(expires) * 1000);
  const payloadHash =
    header(request, 'x-amz-content-sha256') ?? request.query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  requireSignedHeaders(request, signedHeaders);
  const expected = signatureV4(request, { time, scope, signedHeaders, payloadHash }, secretOf(accessKeyId, keyring));
  compare(expected, signature, accessKeyId);
}

/** Signature Version 2 in the query: valid until Expires, in seconds since 1970. */
export function checkQueryV2(request: S3Request, keyring: Keyring): void {
  const [accessKeyId, signature, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) =>
    request.query.get(name),
  );
  if (accessKeyId == null || signature == null || expires == null) {
    throw new S3Error(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    );
  }
  if (!/^\d+$/.test(expires))
    throw new S3Error('AccessDenied', `Invalid date (should be seconds since epoch): ${expires}`);
  refuseExpired(Number(expires) * 1000);
  compare(signatureV2(request, expires, secretOf(accessKeyId, keyring)), signature, accessKeyId);
}

function refuseExpired(expiry: number): void {
  if (Date.now() > expiry) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      Expires: new Date(expiry).toISOString(),
      ServerTime: new Date().toISOString(),
    });
  }
}
