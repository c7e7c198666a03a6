import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { decodePath, header, type S3Request } from './request.ts';

/** Parameters that SigV2 counts as part of the resource. */
const subResources = new Set(
  (
    'acl delete location partNumber uploadId uploads versionId versions response-cache-control response-content-disposition ' +
    'response-content-encoding response-content-language response-content-type response-expires'
  ).split(' '),
);

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => byCodeUnit(nameA, nameB) || byCodeUnit(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

export interface SignatureV4 {
  /** yyyymmddThhmmssZ */
  time: string;
  /** date/region/service/aws4_request */
  scope: string;
  signedHeaders: string[];
  payloadHash: string;
}

/** The hexadecimal Signature Version 4 that this request should carry. S3's canonical path is encoded once and not normalised. */
export function signatureV4(request: S3Request, parts: SignatureV4, secret: string): string {
  const canonical = [
    request.method,
    decodePath(request.rawPath).split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    ...parts.signedHeaders.map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', parts.time, parts.scope, digest].join('\n');
  const key = parts.scope
    .split('/')
    .reduce<Buffer | string>((previous, part) => hmac('sha256', previous, part), `AWS4${secret}`);
  return hmac('sha256', key, text).toString('hex');
}

/** The base64 Signature Version 2 that a query-signed request should carry. */
export function signatureV2(request: S3Request, expires: string, secret: string): string {
  const amz = Object.keys(request.headers)
    .filter((name) => name.startsWith('x-amz-'))
    .sort()
    .map((name) => `${name}:${header(request, name) ?? ''}\n`)
    .join('');
  const sub = [...request.query]
    .filter(([name]) => subResources.has(name))
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
  const resource = request.rawPath + (sub === '' ? '' : `?${sub}`);
  const md5 = header(request, 'content-md5') ?? '';
  const type = header(request, 'content-type') ?? '';
  return hmac('sha1', secret, `${request.method}\n${md5}\n${type}\n${expires}\n${amz}${resource}`).toString('base64');
}

function hmac(algorithm: string, key: Buffer | string, text: string): Buffer {
  return createHmac(algorithm, key).update(text).digest();
}

/** Compares without telling by its duration how much of the signature was right. */
export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
