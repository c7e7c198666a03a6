import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { S3Error } from './errors.ts';
import { header, headersWith, type S3Request } from './request.ts';

const checksumPrefix = 'x-amz-checksum-';
/** Headers under the same prefix that carry no digest. */
const notDigests = new Set(['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type']);

const digests = new Map<string, (bytes: Buffer) => Buffer>([
  ['crc32', crc32Bytes],
  ['sha1', (bytes) => createHash('sha1').update(bytes).digest()],
  ['sha256', (bytes) => createHash('sha256').update(bytes).digest()],
]);

export interface Payload {
  bytes: Buffer;
  /** Verified checksum headers, to be stored with the object. */
  checksums: Map<string, string>;
}

/** The object's bytes out of a request's body: unframed, and verified against every checksum that came with them. */
export function readPayload(request: S3Request, body: Buffer): Payload {
  const hash = header(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  const checksums = headersWith(request, checksumPrefix);
  let bytes = body;
  if (hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    const stream = decodeChunks(body);
    const length = header(request, 'x-amz-decoded-content-length');
    if (length !== undefined && Number(length) !== stream.bytes.length) throw incomplete();
    bytes = stream.bytes;
    for (const [name, value] of stream.trailers) if (name.startsWith(checksumPrefix)) checksums.set(name, value);
  } else if (hash.startsWith('STREAMING-')) {
    throw new S3Error('NotImplemented', `Bodies sent as ${hash} are not implemented`);
  } else if (hash !== 'UNSIGNED-PAYLOAD' && createHash('sha256').update(body).digest('hex') !== hash) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  verifyMd5(header(request, 'content-md5'), bytes);
  return { bytes, checksums: verify(checksums, bytes) };
}

function verify(checksums: Map<string, string>, bytes: Buffer): Map<string, string> {
  const verified = new Map<string, string>();
  for (const [name, value] of checksums) {
    if (notDigests.has(name)) continue;
    const algorithm = name.slice(checksumPrefix.length);
    const digest = digests.get(algorithm);
    if (digest === undefined) throw new S3Error('NotImplemented', `Checksum algorithm ${algorithm} is not implemented`);
    if (digest(bytes).toString('base64') !== value) {
      throw new S3Error(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    verified.set(name, value);
  }
  return verified;
}

function verifyMd5(given: string | undefined, bytes: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16)
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (createHash('md5').update(bytes).digest('base64') !== given) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

/** aws-chunked: `<hex length>[;extension]\r\n<bytes>\r\n` …, a chunk of length 0, then `name:value` trailers. */
function decodeChunks(body: Buffer): { bytes: Buffer; trailers: Map<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    if (lineEnd === -1) throw incomplete();
    const size = /^[0-9a-fA-F]{1,8}(?=;|$)/.exec(body.toString('latin1', position, lineEnd))?.[0];
    if (size === undefined) throw incomplete();
    const [start, length] = [lineEnd + 2, Number.parseInt(size, 16)];
    if (length === 0) return { bytes: Buffer.concat(chunks), trailers: parseTrailers(body.toString('latin1', start)) };
    if (body.toString('latin1', start + length, start + length + 2) !== '\r\n') throw incomplete();
    chunks.push(body.subarray(start, start + length));
    position = start + length + 2;
  }
}

function parseTrailers(text: string): Map<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).trim().toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
}

function crc32Bytes(bytes: Buffer): Buffer {
  const result = Buffer.alloc(4);
  result.writeUInt32BE(crc32(bytes));
  return result;
}
