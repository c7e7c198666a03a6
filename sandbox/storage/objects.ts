import { checkRead, checkWrite } from './conditions.ts';
import { S3Error } from './errors.ts';
import { readPayload } from './payload.ts';
import { decodePath, header, headersWith, type S3Request, type S3Response } from './request.ts';
import { etagOf, objectOf, type Bucket, type Store, type StoredObject } from './store.ts';
import { document, element } from './xml.ts';

const storedHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

export function putObject(request: S3Request, bucket: Bucket, body: Buffer): S3Response {
  const acl = header(request, 'x-amz-acl') ?? 'private';
  if (acl !== 'private' && acl !== 'bucket-owner-full-control') {
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  const { bytes, checksums } = readPayload(request, body);
  checkWrite(request, bucket.get(request.key));
  const object = { bytes, etag: etagOf(bytes), modified: new Date(), headers: headersToStore(request), checksums };
  bucket.set(request.key, object);
  return { status: 200, headers: { etag: object.etag, ...Object.fromEntries(checksums) } };
}

/** GetObject and HeadObject: the server leaves the body out for HEAD. */
export function getObject(request: S3Request, bucket: Bucket): S3Response {
  const object = objectOf(bucket, request.key);
  checkRead(request, object);
  const range = parseRange(header(request, 'range'), object.bytes.length);
  const headers: Record<string, string> = {
    ...Object.fromEntries(object.headers),
    etag: object.etag,
    'last-modified': object.modified.toUTCString(),
    'accept-ranges': 'bytes',
    ...overrides(request),
  };
  if (range !== undefined) {
    headers['content-range'] = `bytes ${String(range.start)}-${String(range.end)}/${String(object.bytes.length)}`;
    return { status: 206, headers, body: object.bytes.subarray(range.start, range.end + 1) };
  }
  if (header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && object.checksums.size > 0) {
    Object.assign(headers, Object.fromEntries(object.checksums), { 'x-amz-checksum-type': 'FULL_OBJECT' });
  }
  return { status: 200, headers, body: object.bytes };
}

export function deleteObject(request: S3Request, bucket: Bucket): S3Response {
  if (request.headers['if-match'] !== undefined) checkWrite(request, bucket.get(request.key));
  bucket.delete(request.key);
  return { status: 204 };
}

export function copyObject(request: S3Request, store: Store, source: string): S3Response {
  const [, sourceBucket, sourceKey] = /^\/?([^/]+)\/(.+)$/s.exec(decodePath(source)) ?? [];
  if (sourceBucket === undefined || sourceKey === undefined) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', {
      ArgumentName: 'x-amz-copy-source',
    });
  }
  const target = store.bucket(request.bucket);
  const original = objectOf(store.bucket(sourceBucket), sourceKey);
  checkRead(request, original, 'x-amz-copy-source-');
  checkWrite(request, target.get(request.key));
  const replace = header(request, 'x-amz-metadata-directive') === 'REPLACE';
  if (!replace && target.get(request.key) === original) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  }
  const headers = replace ? headersToStore(request) : original.headers;
  const copy: StoredObject = { ...original, headers, modified: new Date() };
  target.set(request.key, copy);
  const result = element('LastModified', copy.modified.toISOString()) + element('ETag', copy.etag);
  return { status: 200, body: document('CopyObjectResult', result) };
}

function headersToStore(request: S3Request): Map<string, string> {
  const headers = headersWith(request, 'x-amz-meta-');
  for (const name of storedHeaders) {
    const value = header(request, name);
    if (value !== undefined) headers.set(name, value);
  }
  // The framing belongs to the transfer, not to the object.
  const encoding = (headers.get('content-encoding') ?? '')
    .replace(/(^|,)\s*aws-chunked\s*(?=,|$)/, '')
    .replace(/^,\s*/, '');
  if (encoding === '') headers.delete('content-encoding');
  else headers.set('content-encoding', encoding);
  if (!headers.has('content-type')) headers.set('content-type', 'binary/octet-stream');
  return headers;
}

/** Answer headers that a signed request may set for itself. */
function overrides(request: S3Request): Record<string, string> {
  const pairs = storedHeaders.map((name) => [name, request.query.get(`response-${name}`)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
}

/** Inclusive byte range; undefined for none, for several and for one that is malformed, which S3 ignores. */
function parseRange(range: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: range ?? '',
      ActualObjectSize: String(size),
    });
  }
  return { start, end };
}
