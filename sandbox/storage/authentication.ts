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
import { checkQueryV2, checkQueryV4 } from './query-authentication.ts';
import { signatureV4 } from './signature.ts';

/** Refuses, in S3's order and words, whatever is not signed by a known key within its time. */
export function authenticate(request: S3Request, keyring: Keyring): void {
  const { query } = request;
  const authorization = header(request, 'authorization');
  const queryV4 = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Credential'].some((name) => query.has(name));
  const queryV2 = query.has('Signature') || query.has('AWSAccessKeyId');
  const forms = [authorization !== undefined, queryV4, queryV2].filter(Boolean).length;
  if (forms === 0) throw new S3Error('AccessDenied', 'Access Denied');
  if (forms > 1) {
    throw new S3Error(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (authorization !== undefined) checkHeader(request, authorization, keyring);
  else if (queryV4) checkQueryV4(request, keyring);
  else checkQueryV2(request, keyring);
}

function checkHeader(request: S3Request, authorization: string, keyring: Keyring): void {
  if (!authorization.startsWith('AWS4-HMAC-SHA256')) {
    throw authorization.startsWith('AWS ')
      ? new S3Error(
          'InvalidRequest',
          'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
        )
      : new S3Error('InvalidArgument', 'Unsupported Authorization Type', { ArgumentName: 'Authorization' });
  }
  const [, credential, signedHeaders, signature] =
    /Credential=([^,\s]+),?\s*SignedHeaders=([^,\s]+),?\s*Signature=([^,\s]+)/.exec(authorization) ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; Credential, SignedHeaders and Signature are required.',
    );
  }
  const payloadHash = header(request, 'x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const time = header(request, 'x-amz-date') ?? '';
  const sent = parseTime(time);
  if (sent === undefined)
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  const { accessKeyId, scope } = parseCredential(credential, time, keyring.region, 'AuthorizationHeaderMalformed');
  if (Math.abs(Date.now() - sent) > clockSkew) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: time,
        ServerTime: new Date().toISOString(),
      },
    );
  }
  const parts = { time, scope, signedHeaders: signedHeaders.split(';'), payloadHash };
  requireSignedHeaders(request, parts.signedHeaders);
  compare(signatureV4(request, parts, secretOf(accessKeyId, keyring)), signature, accessKeyId);
}
