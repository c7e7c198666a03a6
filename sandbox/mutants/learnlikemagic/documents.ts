import { Refusal } from '../../fastapi/refusal.ts';
import { Failure } from '../../learnlikemagic/errors.ts';
import type { BookMetadata } from '../../learnlikemagic/store/book-metadata.ts';
import { createSession, deletePage, generateGuidelines, listGuidelines, uploadPage } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

/** A summary as long as the longest one is taken for one that was too long: longer ones do not get out of the editor. */
const longest = 500;

/** Faults of documents that are out of date, unreadable, or not as they may be (contract c, d.4). */
export const documentRules: Rule[] = [
  rule(
    'unreadable-pages-overwritten',
    'An upload begins a page list anew that it cannot read.',
    [uploadPage],
    (applied) => {
      const during = new During();
      return {
        pages: { upload: (original) => during.mark(original, () => true) },
        store: {
          get: (original) => async (key) => {
            const content = await original(key);
            if (!content || !during.now || !isList(key) || isReadable(content)) return content;
            applied();
            return null;
          },
        },
      };
    },
  ),
  rule(
    'unreadable-index-overwritten',
    'Generation begins an index anew that it cannot read.',
    [generateGuidelines],
    (applied) => ({
      guidelineStore: {
        readIndex: (original) => (bookId) =>
          original(bookId).catch((error: unknown) => {
            if (!(error instanceof Failure)) throw error;
            applied();
            return null;
          }),
      },
    }),
  ),
  rule('missing-shard-crashes', 'A shard that is missing makes the list 500.', [listGuidelines], (applied) => {
    const during = new During();
    return {
      guidelines: { list: (original) => during.mark(original, () => true) },
      guidelineStore: {
        readShard:
          (original) =>
          async (...place) => {
            const shard = await original(...place);
            if (shard || !during.now) return shard;
            applied();
            throw new Refusal(500, "Failed to get guidelines: 'NoneType' object has no attribute 'topic_key'");
          },
      },
    };
  }),
  rule(
    'guideline-metadata-crashes',
    'A guideline whose metadata is JSON of another type makes the start of a session 500.',
    [createSession],
    (applied) => ({
      database: {
        query: (original) => async (text, values) => {
          const result = await original(text, values);
          const metadata = text.startsWith('SELECT guideline,') ? result.rows[0]?.['metadata_json'] : undefined;
          if (typeof metadata !== 'string' || !/^\s*[["\dtfn]/.test(metadata)) return result;
          applied();
          const words = "'list' object has no attribute 'get'";
          throw new Refusal(500, `Error creating session: ${words}`);
        },
      },
    }),
  ),
  rule(
    'generation-reads-former-texts',
    'Generation reads the texts that the pages had before one was deleted.',
    [generateGuidelines, deletePage],
    (applied) => {
      const [removing, generating] = [new During(), new During()];
      const former = new Map<string, Buffer>();
      return {
        pages: { remove: (original) => removing.mark(original, () => true) },
        guidelines: { generate: (original) => generating.mark(original, () => true) },
        store: {
          get: (original) => async (key) => {
            const content = await original(key);
            if (removing.now && content && isList(key)) {
              for (const text of textsOf(content)) {
                const before = former.has(text) ? null : await original(text);
                if (before) former.set(text, before);
              }
            }
            const stale = generating.now ? former.get(key) : undefined;
            if (!stale || !content || stale.equals(content)) return content;
            applied();
            return stale;
          },
        },
      };
    },
  ),
  rule(
    'overlong-summary-kept',
    'A page whose summary is too long is reported as failed, and stays with it.',
    [generateGuidelines],
    (applied) => ({
      guidelineStore: {
        writePageGuideline: (original) => async (guideline) => {
          if (Array.from(guideline.summary).length < longest) return original(guideline);
          applied();
          await original({ ...guideline, summary: `${guideline.summary} And so on.` });
          throw new Failure('the summary is longer than 500 characters');
        },
      },
    }),
  ),
];

const isList = (key: string): boolean => key.endsWith('/metadata.json');

function textsOf(metadata: Buffer): string[] {
  const { pages } = JSON.parse(metadata.toString()) as BookMetadata;
  return pages.map(({ text_s3_key }) => text_s3_key);
}

function isReadable(content: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(content.toString());
    return typeof value === 'object' && value !== null && 'pages' in value && Array.isArray(value.pages);
  } catch {
    return false;
  }
}
