import { S3Error } from './errors.ts';
import { header, type S3Request } from './request.ts';
import type { StoredObject } from './store.ts';

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
}

function names(list: string, etag: string): boolean {
  return list.split(',').some((entry) => ['*', etag, etag.slice(1, -1)].includes(entry.trim()));
}

/**
 * Conditions of a read, or with `prefix` those on the source of a copy. An etag condition outranks a date, as in RFC 9110.
 * Throws PreconditionFailed, or NotModified for a plain read.
 */
export function checkRead(request: S3Request, object: StoredObject, prefix = ''): void {
  const [match, noneMatch, modifiedSince, unmodifiedSince] = [
    'if-match',
    'if-none-match',
    'if-modified-since',
    'if-unmodified-since',
  ].map((name) => header(request, prefix + name));
  const modified = Math.floor(object.modified.getTime() / 1000) * 1000;
  const unchanged = (): S3Error =>
    prefix === '' ? new S3Error('NotModified', 'Not Modified') : failed('If-None-Match');
  if (match !== undefined) {
    if (!names(match, object.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && modified > Date.parse(unmodifiedSince))
    throw failed('If-Unmodified-Since');
  if (noneMatch !== undefined) {
    if (names(noneMatch, object.etag)) throw unchanged();
  } else if (modifiedSince !== undefined && modified <= Date.parse(modifiedSince)) throw unchanged();
}

/** Conditions of a write or removal: `If-Match: <etag>` on what is there, `If-None-Match: *` on nothing being there. */
export function checkWrite(request: S3Request, existing: StoredObject | undefined): void {
  const [match, noneMatch] = [header(request, 'if-match'), header(request, 'if-none-match')];
  if (noneMatch !== undefined) {
    if (noneMatch.trim() !== '*') throw new S3Error('NotImplemented', 'If-None-Match on a write supports only "*"');
    if (existing !== undefined) throw failed('If-None-Match');
  }
  if (match !== undefined) {
    if (existing === undefined)
      throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: request.key });
    if (!names(match, existing.etag)) throw failed('If-Match');
  }
}
