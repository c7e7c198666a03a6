import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { StorageReads } from '../storage/storage.ts';
import { Index, objectKeys, PageGuideline, PageIndex, Shard } from './documents.ts';
import type { GuidelineDocuments } from './planted-guidelines.ts';

/** The same documents as far as they are there: a wrong one is the message that says what is wrong. */
export type FoundGuidelines = { readonly [Name in keyof GuidelineDocuments]: unknown };

const numberIn = (key: string, pattern: RegExp): number => Number(pattern.exec(key)?.[1]);
const snapshotName = /\/snapshots\/index\.v(\d+)\.json$/;
const pageName = /\/pages\/(\d+)\.page_guideline\.json$/;

/** Keys under a prefix whose names hold a number, in its order. */
async function numbered(storage: StorageReads, prefix: string, pattern: RegExp): Promise<string[]> {
  const keys = (await storage.keys(prefix)).filter((key) => pattern.test(key));
  return keys.sort((one, other) => numberIn(one, pattern) - numberIn(other, pattern));
}

const snapshotKeys = (storage: StorageReads, bookId: string): Promise<string[]> =>
  numbered(storage, `${objectKeys.guidelines(bookId)}snapshots/`, snapshotName);
const pageGuidelineKeys = (storage: StorageReads, bookId: string): Promise<string[]> =>
  numbered(storage, `${objectKeys.prefix(bookId)}pages/`, pageName);

const shardKeysOf = (bookId: string, { topics }: z.output<typeof Index>): string[] =>
  topics.flatMap(({ topic_key, subtopics }) =>
    subtopics.map(({ subtopic_key }) => objectKeys.shard(bookId, topic_key, subtopic_key)),
  );

/** The guideline documents of a book, each through its strict schema. Throws when one is missing or breaks it. */
export async function readGuidelines(storage: StorageReads, bookId: string): Promise<GuidelineDocuments> {
  const all = async <S extends z.ZodType>(keys: Promise<readonly string[]>, schema: S): Promise<z.output<S>[]> =>
    Promise.all((await keys).map((key) => storage.json(key, schema)));
  const reading = storage.json(objectKeys.index(bookId), Index);
  const [index, pageIndex, shards, pageGuidelines, snapshots] = await Promise.all([
    reading,
    storage.json(objectKeys.pageIndex(bookId), PageIndex),
    all(
      reading.then((found) => shardKeysOf(bookId, found)),
      Shard,
    ),
    all(pageGuidelineKeys(storage, bookId), PageGuideline),
    all(snapshotKeys(storage, bookId), Index),
  ]);
  return { index, pageIndex, shards, pageGuidelines, snapshots };
}

/** What is there of the same documents; shards that no index names come last, in the order of their keys. */
export async function findGuidelines(storage: StorageReads, bookId: string): Promise<FoundGuidelines> {
  const one = async <S extends z.ZodType>(key: string, schema: S): Promise<z.output<S> | string> => {
    try {
      return await storage.json(key, schema);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const all = async (keys: Promise<readonly string[]>, schema: z.ZodType): Promise<unknown[]> =>
    Promise.all((await keys).map((key) => one(key, schema)));
  const reading = one(objectKeys.index(bookId), Index);
  const shardKeys = async (): Promise<string[]> => {
    const [index, stored] = await Promise.all([reading, storage.keys(`${objectKeys.guidelines(bookId)}topics/`)]);
    const listed = typeof index === 'string' ? [] : shardKeysOf(bookId, index);
    return [...new Set([...listed, ...stored.sort()])];
  };
  const [index, pageIndex, shards, pageGuidelines, snapshots] = await Promise.all([
    reading,
    one(objectKeys.pageIndex(bookId), PageIndex),
    all(shardKeys(), Shard),
    all(pageGuidelineKeys(storage, bookId), PageGuideline),
    all(snapshotKeys(storage, bookId), Index),
  ]);
  return { index, pageIndex, shards, pageGuidelines, snapshots };
}

/** Every object of a book by key: its type, and its text or, of a picture, a digest. */
export async function objectsOf(storage: StorageReads, bookId: string): Promise<Readonly<Record<string, string>>> {
  const keys = await storage.keys(objectKeys.prefix(bookId));
  const entries = await Promise.all(
    keys.map(async (key) => {
      const { bytes, contentType = 'no type' } = await storage.get(key);
      const picture = contentType.startsWith('image/');
      const content = picture ? createHash('sha256').update(bytes).digest('hex') : bytes.toString('utf8');
      return [key, `${contentType}\n${content}`] as const;
    }),
  );
  return Object.fromEntries(entries);
}
