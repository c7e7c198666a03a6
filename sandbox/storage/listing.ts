import { S3Error } from './errors.ts';
import type { S3Request, S3Response } from './request.ts';
import type { Bucket, StoredObject } from './store.ts';
import { document, element } from './xml.ts';

const largestPage = 1000;

interface Page {
  contents: { key: string; object: StoredObject }[];
  commonPrefixes: string[];
  /** Last key or common prefix of a page that is not the last one. */
  next: string | undefined;
}

/** ListObjectsV2. Keys come in the order of their UTF-8 bytes. */
export function listObjects(request: S3Request, bucket: Bucket): S3Response {
  const { query } = request;
  const parameter = (name: string): string => query.get(name) ?? '';
  const maxKeys = pageSize(query.get('max-keys'));
  const token = query.get('continuation-token');
  const after = token === null ? parameter('start-after') : openToken(token);
  const page = pick(bucket, parameter('prefix'), parameter('delimiter'), after, maxKeys);
  const encode = parameter('encoding-type') === 'url' ? urlEncode : (text: string): string => text;
  const fields = [
    element('Name', request.bucket),
    element('Prefix', encode(parameter('prefix'))),
    ...(query.has('delimiter') ? [element('Delimiter', encode(parameter('delimiter')))] : []),
    ...(query.has('encoding-type') ? [element('EncodingType', parameter('encoding-type'))] : []),
    ...(query.has('start-after') ? [element('StartAfter', encode(parameter('start-after')))] : []),
    ...(token === null ? [] : [element('ContinuationToken', token)]),
    element('KeyCount', String(page.contents.length + page.commonPrefixes.length)),
    element('MaxKeys', String(maxKeys)),
    element('IsTruncated', String(page.next !== undefined)),
    ...(page.next === undefined ? [] : [element('NextContinuationToken', sealToken(page.next))]),
    ...page.contents.map(({ key, object }) => contentsElement(encode(key), object)),
    ...page.commonPrefixes.map((prefix) => `<CommonPrefixes>${element('Prefix', encode(prefix))}</CommonPrefixes>`),
  ];
  return { status: 200, body: document('ListBucketResult', fields.join('')) };
}

function pick(bucket: Bucket, prefix: string, delimiter: string, after: string, maxKeys: number): Page {
  const page: Page = { contents: [], commonPrefixes: [], next: undefined };
  const groups = new Set<string>();
  let last = '';
  for (const key of sortedKeys(bucket, prefix)) {
    if (compareBytes(key, after) <= 0) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const group = cut === -1 ? undefined : key.slice(0, cut + delimiter.length);
    if (group !== undefined && (groups.has(group) || group === after)) continue;
    if (groups.size + page.contents.length >= maxKeys) {
      if (maxKeys > 0) page.next = last;
      break;
    }
    const object = bucket.get(key);
    if (group !== undefined) groups.add(group);
    else if (object !== undefined) page.contents.push({ key, object });
    last = group ?? key;
  }
  page.commonPrefixes = [...groups];
  return page;
}

function sortedKeys(bucket: Bucket, prefix: string): string[] {
  return [...bucket.keys()].filter((key) => key.startsWith(prefix)).sort(compareBytes);
}

/** UTF-8 byte order; UTF-16 order differs from it where surrogates meet the code units above them. */
function compareBytes(a: string, b: string): number {
  for (let index = 0; ; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
    if (Number.isNaN(right)) return 1;
    const [leftSurrogate, rightSurrogate] = [isSurrogate(left), isSurrogate(right)];
    return leftSurrogate === rightSurrogate ? left - right : leftSurrogate ? 1 : -1;
  }
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function pageSize(text: string | null): number {
  if (text === null || text === '') return largestPage;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range', {
      ArgumentName: 'max-keys',
      ArgumentValue: text,
    });
  }
  return Math.min(Number(text), largestPage);
}

function sealToken(marker: string): string {
  return Buffer.from(`1${marker}`).toString('base64url');
}

function openToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('1') || sealToken(text.slice(1)) !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return text.slice(1);
}

function urlEncode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

function contentsElement(key: string, object: StoredObject): string {
  const fields = [
    element('Key', key),
    element('LastModified', object.modified.toISOString()),
    element('ETag', object.etag),
    element('Size', String(object.bytes.length)),
    element('StorageClass', 'STANDARD'),
  ];
  return `<Contents>${fields.join('')}</Contents>`;
}
