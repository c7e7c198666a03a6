import type { Arrangement } from '../../env/environments.ts';
import type { Database } from '../database/database.ts';
import type { Storage } from '../storage/storage.ts';
import { movesTo } from './book-status.ts';
import type { LearnLikeMagic } from './client.ts';
import { bookStatuses, type Book, type BookDraft, type BookStatus } from './operations/books.ts';
import { buildPageImage, type PageImage, type PageImageOptions } from './page-image.ts';
import { plantPages, type ArrangedPage, type PageDraft } from './planted-pages.ts';
import { mayPlantStatus, plantStatus } from './planted-status.ts';
import { storedPages, type StoredPage } from './stored-pages.ts';
import type { Tables } from './tables.ts';

/** A page that was uploaded, with the image that it was made of. */
export interface UploadedPage {
  readonly page_num: number;
  readonly image_url: string;
  readonly ocr_text: string;
  readonly status: 'pending_review';
  readonly image: PageImage;
}

/** A book that has pages. */
export interface BookWithPages {
  readonly book: Book;
  readonly path: { readonly book_id: string };
  readonly pages: readonly ArrangedPage[];
}

/** What starting points are arranged with. */
export interface Arranging {
  readonly arranges: Arrangement;
  readonly learnlikemagic: LearnLikeMagic;
  readonly storage: Storage;
  readonly database: Database<Tables>;
}

/** Pages of one subject that a reader would take for two subtopics. */
export const samplePages: readonly PageImageOptions[] = [
  {
    heading: 'Comparing Fractions',
    lines: ['Fractions with one denominator are compared by numerators.', 'Example: 5/8 is more than 3/8.'],
  },
  {
    heading: 'Comparing Fractions',
    lines: ['Fractions with one numerator are compared by denominators.', 'Example: 1/3 is more than 1/5.'],
  },
  {
    heading: 'Adding Fractions',
    lines: ['Like fractions are added by adding their numerators.', 'Example: 1/7 + 2/7 = 3/7.'],
  },
];

/** Draws a page image and uploads it to a book. */
export async function uploadPage(
  learnlikemagic: LearnLikeMagic,
  bookId: string,
  options?: PageImageOptions,
): Promise<UploadedPage> {
  const image = await buildPageImage(options);
  const page = await learnlikemagic.uploadPage(200, { path: { book_id: bookId }, multipart: { image } });
  return { ...page, image };
}

/** Brings a book to a later status: by its row where environment and role permit it, else move by move. */
export async function bringTo(
  status: BookStatus,
  book: Book,
  { arranges, learnlikemagic, database }: Omit<Arranging, 'storage'>,
): Promise<Book> {
  const moves = movesTo(status).slice(bookStatuses.indexOf(book.status));
  if (moves.length === 0) return book;
  if (arranges === 'stores' && (await mayPlantStatus(database))) return plantStatus(database, book, status);
  let moved = book;
  for (const move of moves) {
    moved = await learnlikemagic.updateBookStatus(200, { path: { book_id: book.id }, body: { status: move } });
  }
  return moved;
}

/**
 * Creates a book with pages, in a status from `uploading_pages` on: planted where the environment permits it, else
 * uploaded and approved in order.
 */
export async function createBookWithPages(
  arranging: Arranging,
  draft: BookDraft,
  pages: readonly PageDraft[] = samplePages,
  status: BookStatus = 'uploading_pages',
): Promise<BookWithPages> {
  const { arranges, learnlikemagic, storage } = arranging;
  const created = await learnlikemagic.createBook(201, { body: draft });
  const { id } = created;
  const path = { book_id: id };
  if (arranges === 'stores') {
    const book = await bringTo(status, created, arranging);
    return { book, path, pages: await plantPages(storage, book, pages) };
  }
  const uploading = await bringTo('uploading_pages', created, arranging);
  const words: string[] = [];
  for (const { status = 'approved', ...options } of pages) {
    const { page_num, image } = await uploadPage(learnlikemagic, id, options);
    if (status === 'approved') await learnlikemagic.approvePage(200, { path: { ...path, page_num } });
    words.push(image.word);
  }
  const book = await bringTo(status, uploading, arranging);
  const stored = await storedPages(storage, id);
  return { book, path, pages: stored.map((page, index) => arranged(page, words[index] ?? '')) };
}

const arranged = (stored: StoredPage, word: string): ArrangedPage => {
  const { page_num, status, text } = stored;
  return { page_num, status, text, word, stored };
};
