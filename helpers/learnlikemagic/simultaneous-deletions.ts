import type { LearnLikeMagic } from './client.ts';
import { operations } from './operations/index.ts';

/** How deletions of pages at the same time were answered. */
export interface SimultaneousDeletions {
  /** Page numbers that were answered 204, in the order asked. */
  readonly deleted: readonly number[];
  /** Page numbers that were answered 400, with its `detail`. */
  readonly refused: readonly { readonly page_num: number; readonly detail: string }[];
  /** What was wrong with any other answer. */
  readonly wrong: readonly string[];
}

/**
 * Deletes pages of a book at the same time. Each deletion renumbers the rest, so that another may find no page of its
 * number any more and is refused (contract a.5). A wrong answer is told and not thrown, so that it hides nothing.
 */
export async function deleteAtOnce(
  learnlikemagic: LearnLikeMagic,
  bookId: string,
  pages: readonly number[],
): Promise<SimultaneousDeletions> {
  const answers = await Promise.all(
    pages.map(async (page_num) => ({
      page_num,
      answer: await learnlikemagic.send(operations.deletePage, { path: { book_id: bookId, page_num } }),
    })),
  );
  const deleted: number[] = [];
  const refused: { page_num: number; detail: string }[] = [];
  const wrong: string[] = [];
  for (const { page_num, answer } of answers) {
    try {
      if (answer.status === 400) refused.push({ page_num, detail: answer.as(400).detail });
      else {
        answer.as(204);
        deleted.push(page_num);
      }
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { deleted, refused, wrong };
}
