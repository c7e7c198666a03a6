import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { StorageReads } from '../storage/storage.ts';
import { Metadata, objectKeys } from './documents.ts';

/** A page's entry in `metadata.json`. */
export type PageEntry = z.output<typeof Metadata>['pages'][number];

/** A page as S3 holds it: its entry in `metadata.json`, a digest of its image, and its text. */
export interface StoredPage extends PageEntry {
  /** SHA-256 of the image, in hexadecimal digits. */
  readonly image: string;
  readonly text: string;
  /** Content types of image and text. */
  readonly types: readonly string[];
}

/** Content types of a page's image and text (contract c). */
export const pageTypes = ['image/png', 'text/plain'];

/** Number and keys of a page, as `metadata.json` and a book's detail name them (contract a.4, c). */
export const pageKeys = (
  bookId: string,
  page: number,
): Pick<PageEntry, 'page_num' | 'image_s3_key' | 'text_s3_key'> => ({
  page_num: page,
  image_s3_key: objectKeys.image(bookId, page),
  text_s3_key: objectKeys.text(bookId, page),
});

/** Every object of a book that has this number of pages and no guidelines (contract c). */
export const bookKeys = (bookId: string, pages: number): string[] => [
  objectKeys.metadata(bookId),
  ...Array.from({ length: pages }, (_, index) => [
    objectKeys.image(bookId, index + 1),
    objectKeys.text(bookId, index + 1),
  ]).flat(),
];

/** SHA-256 of an image, as a stored page has it. */
export const digestOf = (image: Buffer): string => createHash('sha256').update(image).digest('hex');

/** The pages of a book in stored order, with image and text from where their entries point; `missing` where nothing lies. */
export async function storedPages(storage: StorageReads, bookId: string): Promise<StoredPage[]> {
  const { pages } = await storage.json(objectKeys.metadata(bookId), Metadata);
  return Promise.all(
    pages.map(async (entry) => {
      const objects = await Promise.all([storage.find(entry.image_s3_key), storage.find(entry.text_s3_key)]);
      const [image, text] = objects;
      return {
        ...entry,
        image: image ? digestOf(image.bytes) : 'missing',
        text: text?.bytes.toString('utf8') ?? 'missing',
        types: objects.map((object) => object?.contentType ?? 'missing'),
      };
    }),
  );
}

/** The same pages in the same order, numbered 1..N without gaps, as a delete must leave them (contract a.5). */
export const renumbered = (bookId: string, pages: readonly StoredPage[]): StoredPage[] =>
  pages.map((page, index) => ({ ...page, ...pageKeys(bookId, index + 1) }));

/** Those of the pages that are left, told by their images; whatever else they have is not compared. */
export const survivors = (before: readonly StoredPage[], left: readonly StoredPage[]): StoredPage[] =>
  before.filter(({ image }) => left.some((page) => page.image === image));

/** Every object under a prefix: key → content type and SHA-256. */
export async function objectsUnder(storage: StorageReads, prefix: string): Promise<Record<string, string>> {
  const keys = await storage.keys(prefix);
  const objects = await Promise.all(
    keys.map(async (key): Promise<[string, string]> => {
      const { bytes, contentType } = await storage.get(key);
      return [key, `${contentType ?? 'no type'} ${digestOf(bytes)}`];
    }),
  );
  return Object.fromEntries(objects);
}
