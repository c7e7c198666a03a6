import type { Arrangement } from '../../env/environments.ts';
import type { Storage } from '../storage/storage.ts';
import type { LearnLikeMagic } from './client.ts';
import type { Book, BookDraft } from './operations/books.ts';
import { buildPageImage, type PageImage, type PageImageOptions } from './page-image.ts';
import { plantPages, type ArrangedPage, type PageDraft } from './planted-pages.ts';
import { storedPages, type StoredPage } from './stored-pages.ts';

/** A page that was uploaded, with the image that it was made of. */
export interface UploadedPage {
  readonly page_num: number;
  readonly image_url: string;
  readonly ocr_text: string;
  readonly status: 'pending_review';
  readonly image: PageImage;
}

/** A book that takes pages (`uploading_pages`) and has some. */
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

/** Creates a book with pages: planted where the environment permits it, else uploaded and approved in order. */
export async function createBookWithPages(
  { arranges, learnlikemagic, storage }: Arranging,
  draft: BookDraft,
  pages: readonly PageDraft[] = samplePages,
): Promise<BookWithPages> {
  const { id } = await learnlikemagic.createBook(201, { body: draft });
  const path = { book_id: id };
  const book = await learnlikemagic.updateBookStatus(200, { path, body: { status: 'uploading_pages' } });
  if (arranges === 'stores') return { book, path, pages: await plantPages(storage, book, pages) };
  const words: string[] = [];
  for (const { status = 'approved', ...options } of pages) {
    const { page_num, image } = await uploadPage(learnlikemagic, id, options);
    if (status === 'approved') await learnlikemagic.approvePage(200, { path: { ...path, page_num } });
    words.push(image.word);
  }
  const stored = await storedPages(storage, id);
  return { book, path, pages: stored.map((page, index) => arranged(page, words[index] ?? '')) };
}

const arranged = (stored: StoredPage, word: string): ArrangedPage => {
  const { page_num, status, text } = stored;
  return { page_num, status, text, word, stored };
};
