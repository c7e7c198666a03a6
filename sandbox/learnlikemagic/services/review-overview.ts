import type { Database } from '../database/pool.ts';
import { Failure } from '../errors.ts';
import { allBooks, type BookRow } from '../repositories/books.ts';
import { subtopicsOf } from '../rules/index.ts';
import { readMetadata } from '../store/book-metadata.ts';
import type { GuidelineStore } from '../store/guidelines.ts';
import type { ObjectStore } from '../store/object-store.ts';

export const extractionStatuses = ['not_started', 'in_progress', 'completed', 'failed'] as const;

export interface BookOverview {
  book_id: string;
  title: string;
  grade: number | null;
  subject: string | null;
  total_pages: number;
  pages_processed: number;
  extraction_status: (typeof extractionStatuses)[number];
  topics_count: number;
  subtopics_count: number;
  subtopics_approved: number;
  last_updated: string | null;
}

interface Dependencies {
  database: Database;
  store: ObjectStore;
  guidelines: GuidelineStore;
}

/** Every book with the state of its guidelines, or those of one extraction status (contract a.7). */
export async function overview(dependencies: Dependencies, status: string | undefined): Promise<BookOverview[]> {
  const books = await allBooks(dependencies.database);
  const all = await Promise.all(books.map((book) => describeBook(dependencies, book)));
  return status === undefined || status === '' ? all : all.filter((each) => each.extraction_status === status);
}

async function describeBook({ store, guidelines }: Dependencies, book: BookRow): Promise<BookOverview> {
  const [metadata, index, pageIndex] = await Promise.all([
    orNull(readMetadata(store, book.id)),
    orNull(guidelines.readIndex(book.id)),
    orNull(guidelines.readPageIndex(book.id)),
  ]);
  const subtopics = index ? subtopicsOf(index) : [];
  return {
    ...{ book_id: book.id, title: book.title, grade: book.grade, subject: book.subject },
    total_pages: metadata?.pages.length ?? 0,
    pages_processed: Object.keys(pageIndex?.pages ?? {}).length,
    extraction_status: !index ? 'not_started' : subtopics.length > 0 ? 'completed' : 'in_progress',
    topics_count: index?.topics.length ?? 0,
    subtopics_count: subtopics.length,
    subtopics_approved: subtopics.filter((each) => each.status === 'final').length,
    last_updated: index?.last_updated ?? null,
  };
}

/** An object that cannot be read counts as absent here; a storage that fails does not. */
async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
