import type { S3Client } from '@aws-sdk/client-s3';
import type { z } from 'zod';
import { hideNodeNotice } from '../../env/aws.ts';
import type { StorageSettings } from '../../env/settings.ts';
import type { Redact } from '../http/redaction.ts';
import { only } from '../only.ts';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
}

/** Where a handle may write: under keys that start so, when nothing is thrown for what is about to be written. */
export interface Writable {
  readonly starts: readonly string[];
  readonly mayWrite?: (what: string) => void;
}

/** What a test may do with a bucket. */
export type StorageReads = Pick<Storage, (typeof reading)[number]>;

type Sdk = typeof import('@aws-sdk/client-s3');

const reading = ['find', 'get', 'json', 'keys'] as const;

/** S3 takes at most this many keys in one DeleteObjects. */
const deleteBatch = 1000;

/** Milliseconds within which an attempt must be answered. */
const attemptTimeout = 5_000;
const connectTimeout = 3_000;

/** A lazily connected handle on a system's bucket. Throws Errors that name bucket and key and hide credentials. */
export class Storage {
  private connection: Promise<{ sdk: Sdk; client: S3Client }> | undefined;

  constructor(
    private readonly settings: StorageSettings,
    private readonly redact: Redact,
    /** Where it may write and remove; nowhere without it. */
    private readonly writable?: Writable,
    private readonly timeout = attemptTimeout,
  ) {}

  /** The object with this key, or undefined when there is none. */
  async find(key: string): Promise<StoredObject | undefined> {
    return this.guarded(`get ${key}`, async ({ sdk, client }) => {
      try {
        const answer = await client.send(new sdk.GetObjectCommand({ Bucket: this.settings.bucket, Key: key }));
        return {
          bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []),
          contentType: answer.ContentType,
        };
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  /** The object with this key. Throws when there is none. */
  async get(key: string): Promise<StoredObject> {
    const object = await this.find(key);
    if (!object) throw new Error(`S3 bucket ${this.settings.bucket} has no object ${key}`);
    return object;
  }

  /** A JSON document, read through a strict schema. Throws when it is missing, no JSON, or breaks the schema. */
  async json<S extends z.ZodType>(key: string, schema: S): Promise<z.output<S>> {
    const { bytes, contentType } = await this.get(key);
    if (contentType !== 'application/json')
      throw new Error(`${key} has content type ${String(contentType)}, expected application/json`);
    const result = schema.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!result.success) throw new Error(`${key} breaks its schema:\n${result.error.message}`);
    return result.data;
  }

  /** All keys under a prefix, in the bucket's order, however many pages they take. */
  async keys(prefix: string): Promise<string[]> {
    return this.guarded(`list ${prefix}`, async ({ sdk, client }) => {
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket: this.settings.bucket, Prefix: prefix });
      const keys: string[] = [];
      for await (const page of pages)
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
      return keys;
    });
  }

  /** Writes one object. */
  async put(key: string, object: { bytes: Buffer; contentType: string }): Promise<void> {
    this.refuseForeign(key);
    await this.guarded(`put ${key}`, async ({ sdk, client }) => {
      const { bucket } = this.settings;
      await client.send(
        new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: object.bytes, ContentType: object.contentType }),
      );
    });
  }

  /** Removes every object under a prefix, page by page. Throws with the keys that S3 would not remove. */
  async removePrefix(prefix: string): Promise<void> {
    this.refuseForeign(prefix);
    const keys = await this.keys(prefix);
    for (let start = 0; start < keys.length; start += deleteBatch) {
      await this.removeBatch(keys.slice(start, start + deleteBatch));
    }
  }

  /** Removes one object; that there is none is no error. */
  async remove(key: string): Promise<void> {
    this.refuseForeign(key);
    await this.removeBatch([key]);
  }

  /** Closes the connections, if any were opened. */
  async close(): Promise<void> {
    const connection = this.connection;
    this.connection = undefined;
    (await connection)?.client.destroy();
  }

  private refuseForeign(key: string): void {
    if (this.writable?.starts.some((start) => key.startsWith(start)) !== true) {
      throw new Error(`S3 bucket ${this.settings.bucket}: ${key} does not belong to this run, nothing was written`);
    }
    this.writable.mayWrite?.(`a write of ${key}`);
  }

  private async removeBatch(keys: readonly string[]): Promise<void> {
    await this.guarded(`delete ${String(keys.length)} objects`, async ({ sdk, client }) => {
      const { bucket } = this.settings;
      const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
      const { Errors = [] } = await client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete }));
      if (Errors.length > 0) {
        throw new Error(Errors.map(({ Key, Message }) => `${String(Key)}: ${String(Message)}`).join('; '));
      }
    });
  }

  // The SDK is loaded with the first use: a smoke run that needs no storage never pays for it.
  private connect(): Promise<{ sdk: Sdk; client: S3Client }> {
    return (this.connection ??= import('@aws-sdk/client-s3').then((sdk) => {
      hideNodeNotice();
      const { region, endpoint, credentials } = this.settings;
      const client = new sdk.S3Client({
        region,
        // Back-off on throttling, as S3 asks for.
        retryMode: 'adaptive',
        maxAttempts: 3,
        // Without these a store that takes connections and never answers is waited for without end.
        requestHandler: {
          connectionTimeout: connectTimeout,
          requestTimeout: this.timeout,
          throwOnRequestTimeout: true,
        },
        ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
        // A copy: the SDK marks where they are from.
        ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
      });
      return { sdk, client };
    }));
  }

  private async guarded<R>(
    doing: string,
    body: (connection: { sdk: Sdk; client: S3Client }) => Promise<R>,
  ): Promise<R> {
    try {
      return await body(await this.connect());
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new Error(this.redact(`S3 bucket ${this.settings.bucket}, ${doing}: ${message}`));
    }
  }
}

/** The reading half of a handle; it has no other. */
export const storageReads = (storage: Storage): StorageReads => only(storage, reading);
