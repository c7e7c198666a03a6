import { inTransaction, openDatabase, type Queryable } from '../database/pool.ts';
import { insertBook, type BookRow } from '../repositories/books.ts';
import { bookIdBase, bookIdCandidate } from '../rules/book.ts';
import { bookPrefix, imageKey, metadataKey, textKey, writeMetadata, type StoredPage } from '../store/book-metadata.ts';
import { openObjectStore, type ObjectStore, type StorageSettings } from '../store/object-store.ts';
import { createDraw, type Draw } from '../../draw.ts';
import { drawTime, insertGuideline, insertStartedSession } from './rows.ts';
import { boards, lessons, publishers } from './vocabulary.ts';

export interface ExistingOptions {
  databaseUrl: string;
  s3: StorageSettings;
  seed: number;
}

/**
 * Writes what a deployment in use already holds: 30 books with a few pages, 60 guideline rows, 10 sessions with their events; the same
 * for the same seed. Seed 0 writes nothing.
 */
export async function seedExisting({ databaseUrl, s3, seed }: ExistingOptions): Promise<void> {
  if (seed === 0) return;
  const draw = createDraw(seed);
  const database = openDatabase(databaseUrl);
  const store = openObjectStore(s3);
  try {
    await inTransaction(database, async (client) => {
      for (let count = 0; count < 30; count += 1) await createBook(client, store, draw);
      const guidelines: string[] = [];
      for (let count = 0; count < 60; count += 1) guidelines.push(await insertGuideline(client, draw));
      for (const guideline of guidelines.slice(0, 10)) await insertStartedSession(client, draw, guideline);
    });
  } finally {
    await database.end();
    store.close();
  }
}

async function createBook(client: Queryable, store: ObjectStore, draw: Draw): Promise<void> {
  const { subject } = draw.pick(lessons);
  const grade = 1 + draw.below(12);
  const year = 2018 + draw.below(8);
  const author = draw.pick(publishers);
  const base = bookIdBase({ author, subject, grade, edition_year: year }, year);
  const pageCount = draw.below(4);
  const at = drawTime(draw);
  const row: Omit<BookRow, 'id' | 's3_prefix' | 'metadata_s3_key'> = {
    ...{ title: `${subject} for Class ${String(grade)}`, author, edition: null, edition_year: year },
    ...{ country: 'India', board: draw.pick(boards), grade, subject, cover_image_s3_key: null },
    ...{ status: pageCount === 0 ? 'draft' : 'uploading_pages', created_at: at, updated_at: at, created_by: 'admin' },
  };
  for (let attempt = 0; ; attempt += 1) {
    const id = bookIdCandidate(base, attempt);
    if (await insertBook(client, { ...row, id, s3_prefix: bookPrefix(id), metadata_s3_key: metadataKey(id) })) {
      await writePages(store, draw, id, pageCount, at);
      return;
    }
  }
}

/** One dot of white: enough of an image for a page that nobody reads. */
const blankImage = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg==',
  'base64',
);

async function writePages(store: ObjectStore, draw: Draw, id: string, count: number, at: string): Promise<void> {
  const pages: StoredPage[] = [];
  for (let number = 1; number <= count; number += 1) {
    const { topic, subtopic } = draw.pick(lessons);
    const keys = { image_s3_key: imageKey(id, number), text_s3_key: textKey(id, number) };
    await store.put(keys.image_s3_key, blankImage, 'image/png');
    await store.put(keys.text_s3_key, `${topic}\n${subtopic} is explained on this page.\n`, 'text/plain');
    const approved = draw.below(2) === 1;
    const status = approved ? 'approved' : 'pending_review';
    pages.push({ page_num: number, ...keys, status, uploaded_at: at, approved_at: approved ? at : undefined });
  }
  await writeMetadata(store, id, pages);
}
