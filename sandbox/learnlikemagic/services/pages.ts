import { now } from '../clock.ts';
import { inTransaction, type Database } from '../database/pool.ts';
import { answering, Failure } from '../errors.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import type { Upload } from '../../fastapi/operation.ts';
import type { KeyedLocks } from '../locks.ts';
import type { PageReader } from '../provider/reader.ts';
import { findBook, lockBook, setBookStatus, type BookRow } from '../repositories/books.ts';
import { acceptsPages } from '../rules/book.ts';
import { appendPage, approvePage, removePage } from '../rules/pages.ts';
import { imageKey, readMetadata, textKey, writeMetadata, type StoredPage } from '../store/book-metadata.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { toPagePng } from './page-image.ts';

export interface UploadedPage {
  page_num: number;
  image_url: string;
  ocr_text: string;
  status: 'pending_review';
}

export interface PageView {
  page_num: number;
  status: StoredPage['status'];
  image_url: string;
  text_url: string;
  ocr_text: string;
}

/** Pages of contract a.5. */
export interface PageService {
  upload(bookId: string, image: Upload): Promise<UploadedPage>;
  read(bookId: string, page: number): Promise<PageView>;
  approve(bookId: string, page: number): Promise<{ page_num: number; status: 'approved' }>;
  remove(bookId: string, page: number): Promise<void>;
}

interface Dependencies {
  database: Database;
  store: ObjectStore;
  locks: KeyedLocks;
  reader: PageReader;
}

export function createPageService(dependencies: Dependencies): PageService {
  const { store, locks } = dependencies;
  const alone = <T>(bookId: string, work: () => Promise<T>): Promise<T> => locks.run(`book:${bookId}`, work);
  return {
    upload: (bookId, image) => answering('Failed to upload page', () => upload(dependencies, bookId, image)),
    // Alone, because a deletion renumbers objects and page list one after the other.
    read: (bookId, page) => answering('Failed to get page', () => alone(bookId, () => read(store, bookId, page))),
    approve: (bookId, page) =>
      answering('Failed to approve page', () =>
        alone(bookId, async () => {
          const pages = await requirePage(dependencies, bookId, page);
          const approved = approvePage(pages, page, now());
          if (!approved) throw new Refusal(400, `Page ${String(page)} is already approved`);
          await writeMetadata(store, bookId, approved);
          return { page_num: page, status: 'approved' };
        }),
      ),
    remove: (bookId, page) =>
      answering('Failed to delete page', () =>
        alone(bookId, async () => {
          const pages = await requirePage(dependencies, bookId, page);
          await remove(store, bookId, pages, page);
        }),
      ),
  };
}

/** The page list of a book that holds the page; approving and deleting answer 400 for both kinds of absence. */
async function requirePage({ database, store }: Dependencies, bookId: string, page: number): Promise<StoredPage[]> {
  if (!(await findBook(database, bookId))) throw new Refusal(400, `Book not found: ${bookId}`);
  const { pages } = await readMetadata(store, bookId);
  if (pages.some(({ page_num }) => page_num === page)) return pages;
  throw new Refusal(400, `Page ${String(page)} not found for book ${bookId}`);
}

/** The text is recognised before the book is taken for itself: a slow call holds nobody up, and a failed one leaves nothing. */
async function upload(dependencies: Dependencies, bookId: string, image: Upload): Promise<UploadedPage> {
  const { database, store, locks, reader } = dependencies;
  requireUploadable(await findBook(database, bookId), bookId);
  const png = await toPagePng(image);
  const text = await reader.read(png);
  const page = await locks.run(`book:${bookId}`, () => storePage(dependencies, bookId, png, text));
  return {
    page_num: page,
    image_url: await store.presign(imageKey(bookId, page)),
    ocr_text: text,
    status: 'pending_review',
  };
}

function requireUploadable(book: BookRow | null, bookId: string): asserts book is BookRow {
  if (!book) throw new Refusal(404, `Book not found: ${bookId}`);
  if (acceptsPages(book.status)) return;
  const rule = "Book must be in 'draft' or 'uploading_pages' status.";
  throw new Refusal(400, `Cannot upload pages for book in status '${book.status}'. ${rule}`);
}

/** Numbers the page and stores objects, list and status together; what was written goes again when something fails. */
async function storePage(
  { database, store }: Dependencies,
  bookId: string,
  png: Buffer,
  text: string,
): Promise<number> {
  const { pages } = await readMetadata(store, bookId);
  const appended = appendPage(bookId, pages, now());
  const { page_num: page, image_s3_key: image, text_s3_key: textObject } = appended;
  const written = { list: false };
  try {
    await inTransaction(database, async (client) => {
      const book = await lockBook(client, bookId);
      requireUploadable(book, bookId);
      if (book.status === 'draft') await setBookStatus(client, bookId, 'uploading_pages', now());
      await Promise.all([store.put(image, png, 'image/png'), store.put(textObject, text, 'text/plain')]);
      await writeMetadata(store, bookId, [...pages, appended]);
      written.list = true;
    });
  } catch (error) {
    if (written.list) await writeMetadata(store, bookId, pages);
    if (!(error instanceof Refusal)) await store.delete(image, textObject);
    throw error;
  }
  return page;
}

async function read(store: ObjectStore, bookId: string, page: number): Promise<PageView> {
  const { pages } = await readMetadata(store, bookId);
  const found = pages.find(({ page_num }) => page_num === page);
  if (!found) throw new Refusal(404, `Page ${String(page)} not found for book ${bookId}`);
  const text = await store.get(found.text_s3_key);
  if (text === null) throw new Failure(`the text of page ${String(page)} is missing`);
  const { page_num, status, image_s3_key, text_s3_key } = found;
  const [image_url, text_url] = await Promise.all([store.presign(image_s3_key), store.presign(text_s3_key)]);
  return { page_num, status, image_url, text_url, ocr_text: text.toString('utf8') };
}

/** Moves each later page's objects down by one, in order, so that none is overwritten before it has been moved. */
async function remove(store: ObjectStore, bookId: string, pages: readonly StoredPage[], page: number): Promise<void> {
  const { remaining, moves, vacated } = removePage(bookId, pages, page);
  for (const { from, to } of moves) {
    await Promise.all([
      store.copy(imageKey(bookId, from), imageKey(bookId, to)),
      store.copy(textKey(bookId, from), textKey(bookId, to)),
    ]);
  }
  await writeMetadata(store, bookId, remaining);
  await store.delete(...vacated.flatMap((number) => [imageKey(bookId, number), textKey(bookId, number)]));
}
