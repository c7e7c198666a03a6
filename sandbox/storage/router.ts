import { deleteObjects, listBuckets } from './buckets.ts';
import { S3Error } from './errors.ts';
import { listObjects } from './listing.ts';
import { copyObject, deleteObject, getObject, putObject } from './objects.ts';
import { header, type S3Request, type S3Response } from './request.ts';
import type { Store } from './store.ts';

/** Sub-resources that S3 has and this endpoint has not; taking such a request for a plain one would corrupt the object. */
const notImplemented = (
  'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle location logging metrics ' +
  'notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock replication requestPayment restore ' +
  'retention select tagging torrent uploadId uploads versionId versioning versions website'
).split(' ');

/** Dispatches an authenticated request. Throws S3Error. */
export function route(request: S3Request, store: Store, body: Buffer): S3Response {
  const missing = notImplemented.find((name) => request.query.has(name));
  if (missing !== undefined) {
    throw new S3Error('NotImplemented', `The sub-resource "${missing}" is not implemented`, { Header: missing });
  }
  if (request.bucket === '') return request.method === 'GET' ? listBuckets(store) : refuseMethod(request);
  return request.key === '' ? routeBucket(request, store, body) : routeObject(request, store, body);
}

function routeBucket(request: S3Request, store: Store, body: Buffer): S3Response {
  switch (request.method) {
    case 'PUT':
      store.create(request.bucket);
      return { status: 200, headers: { location: `/${request.bucket}` } };
    case 'HEAD':
      store.bucket(request.bucket);
      return { status: 200 };
    case 'DELETE':
      store.remove(request.bucket);
      return { status: 204 };
    case 'POST':
      if (request.query.has('delete')) return deleteObjects(request, store.bucket(request.bucket), body);
      return refuseMethod(request);
    case 'GET':
      if (request.query.get('list-type') === '2') return listObjects(request, store.bucket(request.bucket));
      throw new S3Error('NotImplemented', 'Only ListObjectsV2 (list-type=2) is implemented');
    default:
      return refuseMethod(request);
  }
}

function routeObject(request: S3Request, store: Store, body: Buffer): S3Response {
  const source = header(request, 'x-amz-copy-source');
  switch (request.method) {
    case 'PUT':
      return source === undefined
        ? putObject(request, store.bucket(request.bucket), body)
        : copyObject(request, store, source);
    case 'GET':
    case 'HEAD':
      return getObject(request, store.bucket(request.bucket));
    case 'DELETE':
      return deleteObject(request, store.bucket(request.bucket));
    default:
      return refuseMethod(request);
  }
}

function refuseMethod(request: S3Request): never {
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: request.method,
  });
}
