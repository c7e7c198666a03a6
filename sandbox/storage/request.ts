import type { IncomingHttpHeaders } from 'node:http';

import { S3Error } from './errors.ts';

/** One request as the wire carried it, and what it addresses (path style: /bucket/key). */
export interface S3Request {
  method: string;
  /** Path as sent, percent-encoded. */
  rawPath: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface S3Response {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/** Splits a request target; keys keep `//`, `..` and every odd character. Throws InvalidURI or KeyTooLongError. */
export function parseRequest(method: string, target: string, headers: IncomingHttpHeaders): S3Request {
  const mark = target.indexOf('?');
  const rawPath = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
  const path = decodePath(rawPath);
  const slash = path.indexOf('/', 1);
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash);
  const key = slash === -1 ? '' : path.slice(slash + 1);
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError', 'Your key is too long');
  return { method, rawPath, bucket, key, query, headers };
}

/** Decodes percent escapes only: in a path a plus sign is a plus sign. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** A header's value, or that of the x-amz-* query parameter into which a presigner has moved it. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  if (value !== undefined) return Array.isArray(value) ? value.join(',') : value;
  return name.startsWith('x-amz-') ? (request.query.get(name) ?? undefined) : undefined;
}

/** All headers (and presigned query parameters) whose names start with `prefix`. */
export function headersWith(request: S3Request, prefix: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of [...request.query.keys(), ...Object.keys(request.headers)]) {
    const value = name.startsWith(prefix) ? header(request, name) : undefined;
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
