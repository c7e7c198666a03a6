import type { S3Request } from '../storage/request.ts';
import type { StorageOperator } from './storage.ts';

/** Faults of the endpoint's access control; whoever asks meets them. */
export const admissions: StorageOperator[] = [
  {
    ...{ operator: 'object-public', description: 'An unsigned download is answered.', actions: ['refused-get'] },
    admits: ({ query, headers }) =>
      headers.authorization === undefined && !query.has('X-Amz-Signature') && !query.has('Signature'),
  },
  {
    ...{ operator: 'expiry-ignored', actions: ['refused-get'] },
    description: 'A presigned URL that has expired, or whose expiry was altered, is answered.',
    admits: (request, refusal, check) =>
      refusal.message === 'Request has expired' || usualExpiries(request).some((each) => passes(each, check)),
  },
  {
    ...{ operator: 'signature-ignored', actions: ['refused-get'] },
    description: 'A presigned URL is answered whatever its signature, also that of another object.',
    admits: ({ query }, refusal) =>
      (query.has('X-Amz-Signature') || query.has('Signature')) && /signature we calculated/.test(refusal.message),
  },
];

/** The request with the expiries that it may have been signed with: those that signers use, and one second less. */
function usualExpiries(request: S3Request): S3Request[] {
  const expires = Number(request.query.get('X-Amz-Expires'));
  return [expires - 1, 60, 300, 900, 3600, 86_400, 604_800].map((seconds) => {
    const query = new URLSearchParams(request.query);
    query.set('X-Amz-Expires', String(seconds));
    return { ...request, query };
  });
}

function passes(request: S3Request, check: (request: S3Request) => void): boolean {
  try {
    check(request);
    return true;
  } catch {
    return false;
  }
}
