import { randomUUID } from 'node:crypto';

import { ListObjectsV2Command, S3Client, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { test as base } from '@playwright/test';

import { startStorage } from '../../sandbox/storage/server.ts';

export { expect } from '@playwright/test';

export const bucket = 'learnlikemagic-books';
export const region = 'us-east-1';
export const credentials = { accessKeyId: 'learnlikemagic', secretAccessKey: 'learnlikemagic-secret' };

/** An AWS SDK client of an endpoint; what is given in `overrides` makes it a false one. */
export function clientOf(endpoint: string, overrides: Partial<typeof credentials> = {}): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { ...credentials, ...overrides },
  });
}

/** Every key of a listing, page by page. */
export async function keysOf(s3: S3Client, input: Omit<ListObjectsV2CommandInput, 'Bucket'>): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ ...input, Bucket: bucket, ContinuationToken }));
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

/** An S3 endpoint per worker, a client of it, and a key prefix per test. */
export const test = base.extend<{ s3: S3Client; prefix: string }, { endpoint: string }>({
  endpoint: [
    async ({}, use) => {
      const storage = await startStorage({
        host: '127.0.0.1',
        port: 0,
        region,
        buckets: [bucket],
        credentials: [credentials],
      });
      await use(storage.url);
      await storage.close();
    },
    { scope: 'worker' },
  ],
  s3: async ({ endpoint }, use) => {
    const client = clientOf(endpoint);
    await use(client);
    client.destroy();
  },
  prefix: async ({}, use) => {
    await use(`${randomUUID()}/`);
  },
});
