import { laterBy } from '../database/timestamp.ts';
import type { Storage } from '../storage/storage.ts';
import { objectKeys } from './documents.ts';
import type { Book } from './operations/books.ts';
import { pageLines, type PageOptions } from './page-image.ts';
import { anyPicture } from './picture.ts';
import { plantDocument } from './planted-documents.ts';
import { digestOf, pageKeys, pageTypes, type PageEntry, type StoredPage } from './stored-pages.ts';

/** A page to arrange; `approved` unless its status says otherwise. */
export interface PageDraft extends PageOptions {
  readonly status?: PageEntry['status'];
}

/** A page that is only a starting point. */
export interface ArrangedPage extends Pick<StoredPage, 'page_num' | 'status' | 'text'> {
  /** Stands in this page's text and in no other. */
  readonly word: string;
  /** The page as S3 holds it. */
  readonly stored: StoredPage;
}

/** Arranged pages as S3 holds them. */
export const storedOf = (pages: readonly ArrangedPage[]): StoredPage[] => pages.map(({ stored }) => stored);

/** The entry of a page. Its times are microseconds after the book's own, thus on the deployment's clock, and differ all. */
function entryOf({ id, updated_at }: Book, page: number, status: PageEntry['status']): PageEntry {
  const uploaded = { ...pageKeys(id, page), status, uploaded_at: laterBy(2 * page, updated_at) };
  return status === 'approved' ? { ...uploaded, approved_at: laterBy(2 * page + 1, updated_at) } : uploaded;
}

/**
 * Writes pages into a book that has none: image, text and entry, as uploads and approvals leave them (contract c). A
 * page's text is what a model would have read of it; its picture shows nothing, as nobody reads it again. The objects
 * are removed with the book.
 */
export async function plantPages(storage: Storage, book: Book, drafts: readonly PageDraft[]): Promise<ArrangedPage[]> {
  const entries = drafts.map(({ status = 'approved' }, index) => entryOf(book, index + 1, status));
  const planted = Promise.all(
    entries.map(async (entry, index) => {
      const { lines, word } = pageLines(drafts[index]);
      const text = lines.join('\n');
      const picture = await anyPicture();
      await Promise.all([
        storage.put(entry.image_s3_key, { bytes: picture, contentType: 'image/png' }),
        storage.put(entry.text_s3_key, { bytes: Buffer.from(text), contentType: 'text/plain' }),
      ]);
      const { page_num, status } = entry;
      return { page_num, status, text, word, stored: { ...entry, image: digestOf(picture), text, types: pageTypes } };
    }),
  );
  const metadata = plantDocument(storage, objectKeys.metadata(book.id), {
    book_id: book.id,
    pages: entries,
    total_pages: entries.length,
    last_updated: laterBy(2 * entries.length + 1, book.updated_at),
  });
  const [pages] = await Promise.all([planted, metadata]);
  return pages;
}
