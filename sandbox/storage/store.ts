import { createHash } from 'node:crypto';

import { S3Error } from './errors.ts';

export interface StoredObject {
  bytes: Buffer;
  /** Quoted MD5. */
  etag: string;
  modified: Date;
  /** Headers given back with the object: content type and its like, x-amz-meta-*. */
  headers: Map<string, string>;
  /** Verified x-amz-checksum-* headers, given back on demand. */
  checksums: Map<string, string>;
}

export type Bucket = Map<string, StoredObject>;

/** Buckets and objects in memory. Every change is one synchronous step, so a read sees all writes answered before it. */
export class Store {
  private readonly buckets = new Map<string, Bucket>();

  create(name: string): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
    }
    if (!this.buckets.has(name)) this.buckets.set(name, new Map());
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) {
      throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
    }
    return bucket;
  }

  remove(name: string): void {
    if (this.bucket(name).size > 0) {
      throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: name });
    }
    this.buckets.delete(name);
  }

  names(): string[] {
    return [...this.buckets.keys()].sort();
  }
}

/** The object under `key`; throws NoSuchKey. */
export function objectOf(bucket: Bucket, key: string): StoredObject {
  const object = bucket.get(key);
  if (object === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
  return object;
}

export function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
