import { storage } from '../../learnlikemagic/settings.ts';
import { parseRequest } from '../../storage/request.ts';
import { signatureV4 } from '../../storage/signature.ts';

/** The backend's presigned URL, signed anew for another time. */
export function presignedFor(signed: string, seconds: number): string {
  const url = new URL(signed);
  url.searchParams.set('X-Amz-Expires', String(seconds));
  const parameter = (name: string): string => url.searchParams.get(name) ?? '';
  const request = parseRequest('GET', url.pathname + url.search, { host: url.host });
  const parts = {
    time: parameter('X-Amz-Date'),
    scope: parameter('X-Amz-Credential').split('/').slice(1).join('/'),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    payloadHash: parameter('X-Amz-Content-Sha256') || 'UNSIGNED-PAYLOAD',
  };
  url.searchParams.set('X-Amz-Signature', signatureV4(request, parts, storage.backend.secretAccessKey));
  return url.href;
}
