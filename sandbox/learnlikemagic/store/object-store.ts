import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface StorageSettings {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The deployment's bucket. */
export interface ObjectStore {
  /** The bytes, or null when there is no such object. */
  get(key: string): Promise<Buffer | null>;
  put(key: string, content: Buffer | string, contentType: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  delete(...keys: string[]): Promise<void>;
  /** Deletes everything under the prefix, however much it is. */
  deletePrefix(prefix: string): Promise<void>;
  /** A GET URL that is good for 3600 s. */
  presign(key: string): Promise<string>;
  close(): void;
}

const presignedSeconds = 3600;

/** Opens the bucket; nothing is sent before the first call. */
export function openObjectStore({ bucket, endpoint, region, ...credentials }: StorageSettings): ObjectStore {
  const client = new S3Client({
    ...{ endpoint, region, credentials },
    forcePathStyle: true,
    // The review list reads three objects of every book at once.
    requestHandler: { httpAgent: { maxSockets: 200 } },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const remove = async (keys: string[]): Promise<void> => {
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors !== undefined && Errors.length > 0) throw new Error(`${String(Errors.length)} objects were not deleted`);
  };
  return {
    get: (key) => read(client, bucket, key),
    async put(key, content, contentType) {
      // The SDK takes an empty text for a stream of unknown length.
      const Body = Buffer.from(content);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType }));
    },
    async copy(from, to) {
      const source = `${bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: source }));
    },
    delete: (...keys) => remove(keys),
    async deletePrefix(prefix) {
      for (;;) {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
        const keys = page.Contents?.flatMap(({ Key }) => Key ?? []) ?? [];
        if (keys.length === 0) return;
        await remove(keys);
      }
    },
    presign: (key) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: presignedSeconds }),
    close: () => {
      client.destroy();
    },
  };
}

async function read(client: S3Client, bucket: string, key: string): Promise<Buffer | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body ? Buffer.from(await Body.transformToByteArray()) : Buffer.alloc(0);
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}
