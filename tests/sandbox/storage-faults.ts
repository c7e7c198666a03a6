import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { bucket } from './storage.ts';

interface Stores {
  /** The backend's credentials, and the suite's. */
  backend: S3Client;
  suite: S3Client;
}

/** Stores a text under a key. */
export const put = (client: S3Client, Key: string, Body: string): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'text/plain' }));
/** Removes an object. */
export const remove = (client: S3Client, Key: string): Promise<unknown> =>
  client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
/** Text and content type of an object. */
export const get = async (client: S3Client, Key: string): Promise<string> => {
  const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return `${(await Body?.transformToString()) ?? ''} ${ContentType ?? ''}`;
};
/** The keys under `books/a/`, without it. */
export const list = async (client: S3Client): Promise<string[]> => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'books/a/' }));
  return Contents.map(({ Key = '' }) => Key.slice('books/a/'.length));
};
const signed = (client: S3Client, Key: string): Promise<string> =>
  getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: 3600 });

/** Each operator with what the same steps come to with it and without it. `1.txt` and `2.txt` are there beforehand. */
export const storageFaults: Record<
  string,
  { act: (stores: Stores) => Promise<unknown>; broken: unknown; sound: unknown }
> = {
  'put-dropped': { act: putAndList, broken: ['1.txt', '2.txt'], sound: ['1.txt', '2.txt', '3.txt'] },
  'put-truncated': { act: putAndGet, broken: 'thre text/plain', sound: 'three text/plain' },
  'put-content-type-lost': { act: putAndGet, broken: 'three binary/octet-stream', sound: 'three text/plain' },
  'put-key-changed': { act: putAndList, broken: ['1.txt', '2.txt'], sound: ['1.txt', '2.txt', '3.txt'] },
  'put-doubled': {
    act: putAndList,
    ...{ broken: ['1.txt', '2.txt', '3.txt', '3.txt.copy'], sound: ['1.txt', '2.txt', '3.txt'] },
  },
  'put-stale': {
    async act({ backend, suite }) {
      await put(backend, 'books/a/1.txt', 'another');
      return get(suite, 'books/a/1.txt');
    },
    ...{ broken: 'one text/plain', sound: 'another text/plain' },
  },
  'delete-dropped': { act: removeAndList, broken: ['1.txt', '2.txt'], sound: ['2.txt'] },
  'delete-one-too-many': { act: removeAndList, broken: [], sound: ['2.txt'] },
  'get-truncated': {
    act: ({ backend }) => get(backend, 'books/a/1.txt'),
    ...{ broken: 'on text/plain', sound: 'one text/plain' },
  },
  'get-other': {
    act: ({ backend }) => get(backend, 'books/a/1.txt'),
    ...{ broken: 'two text/plain', sound: 'one text/plain' },
  },
  'list-page-lost': { act: ({ backend }) => list(backend), broken: ['1.txt'], sound: ['1.txt', '2.txt'] },
  'object-public': {
    act: async ({ backend }) => (await fetch((await signed(backend, 'books/a/1.txt')).split('?')[0] ?? '')).status,
    ...{ broken: 200, sound: 403 },
  },
  'expiry-ignored': {
    async act({ backend }) {
      const url = (await signed(backend, 'books/a/1.txt')).replace('X-Amz-Expires=3600', 'X-Amz-Expires=3601');
      const other = url.replace('a/1.txt', 'a/2.txt');
      return [(await fetch(url)).status, (await fetch(other)).status];
    },
    ...{ broken: [200, 403], sound: [403, 403] },
  },
  'signature-ignored': {
    act: async ({ backend }) =>
      (await fetch((await signed(backend, 'books/a/1.txt')).replace('1.txt', '2.txt'))).status,
    ...{ broken: 200, sound: 403 },
  },
};

async function putAndList({ backend, suite }: Stores): Promise<string[]> {
  await put(backend, 'books/a/3.txt', 'three');
  return list(suite);
}

async function putAndGet({ backend, suite }: Stores): Promise<string> {
  await put(backend, 'books/a/3.txt', 'three');
  return get(suite, 'books/a/3.txt');
}

async function removeAndList({ backend, suite }: Stores): Promise<string[]> {
  await remove(backend, 'books/a/1.txt');
  return list(suite);
}
