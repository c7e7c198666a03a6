import { authenticate } from '../storage/authentication.ts';
import { readPayload } from '../storage/payload.ts';
import { header, type S3Request, type S3Response } from '../storage/request.ts';
import { route } from '../storage/router.ts';
import type { RequestHandling } from '../storage/server.ts';
import type { Bucket, StoredObject } from '../storage/store.ts';
import { elements, textOf } from '../storage/xml.ts';

/** `overwrite`: a put that changed an object; `refused-get`: a download that the access control turned away. */
export type Action = 'put' | 'overwrite' | 'get' | 'delete' | 'list' | 'refused-get';

/** One object that a request is about; for a listing, its prefix. */
export interface Touch {
  action: Action;
  key: string;
}

/** What has just been done with an object. */
export interface Deed {
  key: string;
  bucket: Bucket;
  /** The object before the request. */
  before: StoredObject | undefined;
  answer: S3Response;
}

/** One way in which the endpoint can lie. */
export interface StorageOperator {
  operator: string;
  description: string;
  actions: Action[];
  /** Changes what was done; the answer instead of the true one, or undefined when the change does not fit. */
  alter?: (deed: Deed) => S3Response | undefined;
  /** True for a request that is let in although it was refused for this reason. */
  admits?: (request: S3Request, refusal: Error, check: (request: S3Request) => void) => boolean;
}

export interface Planted {
  operator: StorageOperator;
  key: RegExp;
}

/** Where the state of the faults is kept. */
interface Switches {
  planted: () => Planted | undefined;
  applied: () => void;
  touch: (touch: Touch) => void;
}

/**
 * The endpoint's handling with the planted fault in it. What
 * accounts of backends ask for is noted and altered, others see the truth.
 */
export function handleRequests(backends: ReadonlySet<string>, { planted, applied, touch }: Switches): RequestHandling {
  return {
    authenticate(request, keyring) {
      const check = (each: S3Request): void => {
        authenticate(each, keyring);
      };
      try {
        check(request);
      } catch (error) {
        if (isRead(request)) touch({ action: 'refused-get', key: request.key });
        const { operator, key } = planted() ?? {};
        if (!(error instanceof Error) || !isRead(request) || key?.test(request.key) !== true) throw error;
        if (operator?.admits?.(request, error, check) !== true) throw error;
        applied();
      }
    },
    route(request, store, body) {
      if (!backends.has(signer(request)) || request.bucket === '') return route(request, store, body);
      const touches = touchesOf(request, body);
      const bucket = store.bucket(request.bucket);
      const before = new Map(touches.map(({ key }) => [key, bucket.get(key)]));
      let answer = route(request, store, body);
      const fault = planted();
      const overwrites = touches
        .filter(({ action, key }) => action === 'put' && isOverwritten(before.get(key), bucket.get(key)))
        .map(({ key }): Touch => ({ action: 'overwrite', key }));
      for (const { action, key } of [...touches, ...overwrites]) {
        touch({ action, key });
        if (!fault?.operator.actions.includes(action) || !fault.key.test(key)) continue;
        const altered = fault.operator.alter?.({ key, bucket, before: before.get(key), answer });
        if (altered) applied();
        answer = altered ?? answer;
      }
      return answer;
    },
  };
}

const isRead = ({ method }: S3Request): boolean => method === 'GET' || method === 'HEAD';

/** The access key id of header or query, whichever form is used. */
function signer(request: S3Request): string {
  const named = /Credential=([^/,\s]+)\//.exec(header(request, 'authorization') ?? '')?.[1];
  const inQuery = request.query.get('X-Amz-Credential')?.split('/')[0];
  return named ?? inQuery ?? request.query.get('AWSAccessKeyId') ?? '';
}

const isOverwritten = (before: StoredObject | undefined, after: StoredObject | undefined): boolean =>
  before !== undefined && before.etag !== after?.etag;

function touchesOf(request: S3Request, body: Buffer): Touch[] {
  const { method, key, query } = request;
  if (key !== '') {
    const action = isRead(request) ? 'get' : method === 'DELETE' ? 'delete' : 'put';
    return [{ action, key }];
  }
  if (method === 'GET') return [{ action: 'list', key: query.get('prefix') ?? '' }];
  if (method !== 'POST') return [];
  const objects = elements(readPayload(request, body).bytes.toString(), 'Object');
  return objects.flatMap((object) => ({ action: 'delete' as const, key: textOf(object, 'Key') ?? '' }));
}
