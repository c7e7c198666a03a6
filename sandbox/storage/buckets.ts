import { S3Error } from './errors.ts';
import { readPayload } from './payload.ts';
import { headersWith, type S3Request, type S3Response } from './request.ts';
import type { Bucket, Store } from './store.ts';
import { document, element, elements, textOf } from './xml.ts';

const largestBatch = 1000;

/** DeleteObjects: a key that is not there counts as deleted. */
export function deleteObjects(request: S3Request, bucket: Bucket, body: Buffer): S3Response {
  if (request.headers['content-md5'] === undefined && headersWith(request, 'x-amz-checksum-').size === 0) {
    const trailer = request.headers['x-amz-trailer'];
    if (trailer === undefined) {
      throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
    }
  }
  const xml = readPayload(request, body).bytes.toString();
  const keys = elements(xml, 'Object').map((object) => textOf(object, 'Key'));
  if (keys.length === 0 || keys.length > largestBatch || keys.some((key) => key === undefined || key === '')) {
    throw new S3Error(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const deleted = keys.filter((key) => key !== undefined);
  for (const key of deleted) bucket.delete(key);
  const entries = deleted.map((key) => `<Deleted>${element('Key', key)}</Deleted>`);
  return { status: 200, body: document('DeleteResult', textOf(xml, 'Quiet') === 'true' ? '' : entries.join('')) };
}

export function listBuckets(store: Store): S3Response {
  const created = element('CreationDate', new Date(0).toISOString());
  const buckets = store.names().map((name) => `<Bucket>${element('Name', name)}${created}</Bucket>`);
  return { status: 200, body: document('ListAllMyBucketsResult', `<Buckets>${buckets.join('')}</Buckets>`) };
}
