import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type GetObjectCommandOutput,
  type ListObjectsV2CommandOutput,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';

import { bucket, expect, keysOf, test } from './storage.ts';

test.describe('objects', () => {
  for (const [name, size] of Object.entries({
    'an empty body': 0,
    'a small body': 300_000,
    'a body of 12 MB': 12 * 1024 * 1024,
  })) {
    test(`keeps ${name} intact, sent as a buffer and as a stream`, async ({ s3, prefix }) => {
      const bytes = randomBytes(size);
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      const pieces = Array.from({ length: Math.ceil(size / 65_536) }, (_, index) =>
        bytes.subarray(index * 65_536, (index + 1) * 65_536),
      );
      const bodies = { buffer: bytes, stream: Readable.from(pieces, { objectMode: false }) };
      for (const [kind, Body] of Object.entries(bodies)) {
        const Key = `${prefix}${kind}`;
        const put = await s3.send(
          new PutObjectCommand({ Bucket: bucket, Key, Body, ContentLength: size, ContentType: 'image/png' }),
        );
        expect(put.ETag).toBe(etag);
        const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        expect(got).toMatchObject({ ContentLength: size, ContentType: 'image/png', ETag: etag });
        expect(got.ContentEncoding).toBeUndefined();
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
      }
    });
  }

  test('keeps metadata, serves ranges and answers HEAD', async ({ s3, prefix }) => {
    const Key = `${prefix}notes.txt`;
    const Metadata = { origin: 'scan 3' };
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: '0123456789', Metadata, ContentType: 'text/plain' }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(head).toMatchObject({ ContentLength: 10, ContentType: 'text/plain', Metadata });
    for (const [Range, text] of [
      ['bytes=2-4', '234'],
      ['bytes=7-', '789'],
      ['bytes=-1', '9'],
    ] as const) {
      const part = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, Range }));
      expect(await part.Body?.transformToString()).toBe(text);
    }
    await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key, Range: 'bytes=10-' }))).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('keeps keys with odd characters apart and intact', async ({ s3, prefix }) => {
    const names = [
      'a b',
      'a+b',
      'a%20b',
      'ü&<>"\'',
      'x//y',
      'x/../y',
      'x',
      '#?=;',
      '漢字',
      '\u{1f600}',
      '(*!)',
      'line\nfeed',
    ];
    const keys = names.map((name) => prefix + name);
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
    expect((await keysOf(s3, { Prefix: prefix })).sort()).toEqual([...keys].sort());
    for (const Key of keys) {
      const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      expect(await got.Body?.transformToString()).toBe(Key);
    }
    const batch = { Objects: keys.map((Key) => ({ Key })) };
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: batch }));
    expect(await keysOf(s3, { Prefix: prefix })).toEqual([]);
  });

  test('copies an object with its headers', async ({ s3, prefix }) => {
    const [from, to] = [`${prefix}1 ü.png`, `${prefix}2.png`];
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: from, Body: 'page', ContentType: 'image/png', Metadata: { n: '1' } }),
    );
    const CopySource = `${bucket}/${encodeURIComponent(from)}`;
    const copy = await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource }));
    const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: to }));
    expect(got).toMatchObject({ ContentType: 'image/png', Metadata: { n: '1' }, ETag: copy.CopyObjectResult?.ETag });
    expect(await got.Body?.transformToString()).toBe('page');
    const missing = new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: `${bucket}/${prefix}none` });
    await expect(s3.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('honours conditions of reads and writes', async ({ s3, prefix }) => {
    const Key = `${prefix}conditional`;
    const put = (extra: object): Promise<PutObjectCommandOutput> =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x', ...extra }));
    const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };
    const { ETag } = await put({ IfNoneMatch: '*' });
    await expect(put({ IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    await expect(put({ IfMatch: '"0"' })).rejects.toMatchObject(failed);
    await put({ IfMatch: ETag });
    const read = (extra: object): Promise<GetObjectCommandOutput> =>
      s3.send(new GetObjectCommand({ Bucket: bucket, Key, ...extra }));
    await expect(read({ IfMatch: '"0"' })).rejects.toMatchObject(failed);
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  test('verifies checksums and stores nothing that fails them', async ({ s3, prefix }) => {
    const Key = `${prefix}checked`;
    const put = (extra: object): Promise<PutObjectCommandOutput> =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'bytes', ...extra }));
    const wrong = createHash('sha256').update('other').digest('base64');
    await expect(put({ ChecksumSHA256: wrong })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put({ ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put({ ContentMD5: createHash('md5').update('other').digest('base64') })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(put({ ContentMD5: 'short' })).rejects.toMatchObject({ name: 'InvalidDigest' });
    expect(await keysOf(s3, { Prefix: prefix })).toEqual([]);
    const put256 = await put({ ChecksumAlgorithm: 'SHA256' });
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumSHA256).toBe(put256.ChecksumSHA256);
  });

  test('tells what is missing', async ({ s3, prefix }) => {
    const gone = { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } };
    await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}none` }))).rejects.toMatchObject(gone);
    const head = s3.send(new HeadObjectCommand({ Bucket: bucket, Key: `${prefix}none` }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${prefix}none` }));
    const elsewhere = s3.send(new ListObjectsV2Command({ Bucket: 'no-such-bucket' }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  });

  test('loses no write among 50 parallel ones, and shows each at once', async ({ s3, prefix }) => {
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const Key = `${prefix}${String(index)}`;
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
        const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return (await got.Body?.transformToString()) === Key;
      }),
    );
    expect(results).toEqual(Array.from({ length: 50 }, () => true));
    expect(await keysOf(s3, { Prefix: prefix })).toHaveLength(50);
  });
});

test.describe('listing', () => {
  test('pages through 2,500 keys in order and removes them in batches', async ({ s3, prefix }) => {
    const keys = Array.from({ length: 2500 }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(
        keys.slice(start, start + 50).map((Key) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))),
      );
    }
    const first = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 5000 }));
    expect(first).toMatchObject({ KeyCount: 1000, MaxKeys: 1000, IsTruncated: true });
    expect(await keysOf(s3, { Prefix: prefix })).toEqual(keys);
    expect(await keysOf(s3, { Prefix: prefix, MaxKeys: 700, StartAfter: keys[99] })).toEqual(keys.slice(100));
    for (let start = 0; start < keys.length; start += 1000) {
      const Objects = keys.slice(start, start + 1000).map((Key) => ({ Key }));
      const answer = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      expect(answer.Deleted).toHaveLength(Objects.length);
    }
    expect(await keysOf(s3, { Prefix: prefix })).toEqual([]);
  });

  test('groups by delimiter, also across pages', async ({ s3, prefix }) => {
    for (const name of ['a/1', 'a/2', 'b', 'c/1', 'c/2', 'd']) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + name, Body: 'x' }));
    }
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: 1, ContinuationToken }),
      );
      expect(page.KeyCount).toBe(1);
      for (const { Key } of page.Contents ?? []) found.push(Key ?? '');
      for (const { Prefix } of page.CommonPrefixes ?? []) found.push(Prefix ?? '');
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(found).toEqual(['a/', 'b', 'c/', 'd'].map((name) => prefix + name));
  });

  test('encodes keys on demand and refuses a false token or size', async ({ s3, prefix }) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}ü b`, Body: 'x' }));
    const list = (extra: object): Promise<ListObjectsV2CommandOutput> =>
      s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...extra }));
    const page = await list({ EncodingType: 'url' });
    expect(page.Contents?.[0]?.Key).toBe(`${prefix}%C3%BC%20b`);
    await expect(list({ ContinuationToken: 'false' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });
});
