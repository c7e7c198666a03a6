import type { Shard } from '../../learnlikemagic/store/guideline-documents.ts';
import {
  approveGuidelines,
  approvePage,
  approveSubtopic,
  deleteBook,
  deleteGuidelines,
  deletePage,
  generateGuidelines,
  syncToDatabase,
  uploadPage,
} from './operations.ts';
import { editList } from './page-list.ts';
import { During, rule, type Applied, type Decoration, type Query, type Rule } from './rule.ts';
import { indexRule, markWriter, type Writer } from './shards.ts';

/** Faults of an operation that answers and does what it should, and something else besides, or one thing less. */
export const secondEffectRules: Rule[] = [
  rule('deleted-book-keeps-guidelines', 'The guideline objects of a deleted book stay.', [deleteBook], (applied) => ({
    store: {
      deletePrefix: (original) => async (prefix) => {
        if (!/^books\/[^/]+\/$/.test(prefix)) return original(prefix);
        applied();
        // Every other key of a book goes on with another letter.
        for (const letter of '0123456789abcdefhijklmnopqrstuvwxyz') await original(`${prefix}${letter}`);
      },
    },
  })),
  rule('deleted-page-takes-next', 'The text of the page behind a deleted one goes too.', [deletePage], (applied) => {
    const during = new During<number>();
    return {
      pages: { remove: (original) => during.mark(original, (_book, page) => page) },
      store: {
        delete:
          (original) =>
          async (...keys) => {
            const text = keys.find((key) => key.endsWith('.txt'));
            const next = during.now === undefined ? undefined : text?.replace(/\d+(?=\.txt$)/, String(during.now));
            if (next === undefined || keys.includes(next)) return original(...keys);
            applied();
            return original(...keys, next);
          },
      },
    };
  }),
  moved('page-deletion-makes-draft', 'A book that loses a page is a draft again.', deletePage, 'draft', {
    pages: 'remove',
  }),
  moved('page-approval-completes-book', 'The approval of a page completes the pages.', approvePage, 'pages_complete', {
    pages: 'approve',
  }),
  moved(
    'generation-moves-book',
    'Generation moves the book to its review.',
    generateGuidelines,
    'guidelines_pending_review',
    { guidelines: 'generate' },
  ),
  moved('bulk-approval-moves-book', 'Approved guidelines approve the book.', approveGuidelines, 'approved', {
    guidelines: 'approveAll',
  }),
  rule('rejection-takes-rows', 'Synced rows go with rejected guidelines.', [deleteGuidelines], (applied) =>
    afterwards(applied, { guidelines: 'rejectAll' }, 'DELETE FROM teaching_guidelines WHERE book_id = $1'),
  ),
  rule('decision-writes-row', 'The approval of one guideline writes a row.', [approveSubtopic], (applied) =>
    afterwards(applied, { review: 'decide' }, rowOfBook),
  ),
  indexRule(
    'decision-for-whole-topic',
    'A decision counts for every entry of its topic in the index.',
    [approveSubtopic],
    { review: 'decide' },
    (old, index) => {
      const before = new Set(old.topics.flatMap(({ subtopics }) => subtopics.map((each) => JSON.stringify(each))));
      const topics = index.topics.map((topic) => {
        const decided = topic.subtopics.find((each) => !before.has(JSON.stringify(each)));
        const status = decided?.status;
        return status ? { ...topic, subtopics: topic.subtopics.map((each) => ({ ...each, status })) } : topic;
      });
      return [old, { ...index, topics }];
    },
  ),
  unwritten('bulk-approval-without-rows', approveGuidelines, { guidelines: 'approveAll' }, () => []),
  unwritten('sync-without-last-row', syncToDatabase, { review: 'sync' }, (shards) => shards.slice(0, -1)),
  unwritten('automatic-sync-without-rows', generateGuidelines, { guidelines: 'generate' }, () => []),
  rule('upload-resets-approvals', 'An upload takes the approval of the pages before it.', [uploadPage], (applied) =>
    editList('upload', applied, {
      write: (pages) => pages.map((page) => ({ ...page, status: 'pending_review', approved_at: undefined })),
    }),
  ),
];

const rowOfBook = `INSERT INTO teaching_guidelines
  (id, country, board, grade, subject, topic, subtopic, guideline, topic_key, subtopic_key, teaching_description,
   book_id, status, version, created_at)
  SELECT gen_random_uuid()::text, country, board, grade, subject, 'Topic', 'Subtopic', 'Text', 'topic', 'subtopic', '',
   id, 'final', 1, timezone('utc', clock_timestamp()) FROM books WHERE id = $1`;

type Place = Readonly<Record<string, string>>;

/** When the method has done its work, a statement goes out besides; `$1` in it is the book, the method's first argument. */
function afterwards(applied: Applied, place: Place, statement: string): Decoration {
  const during = new During<{ query?: Query }>();
  const method = (original: (...args: unknown[]) => Promise<unknown>): typeof original =>
    during.mark(
      async (...args: unknown[]) => {
        const result = await original(...args);
        const more = await during.now?.query?.(statement, [args[0]]);
        if (more && more.rowCount !== 0) applied();
        return result;
      },
      () => ({}),
    );
  return {
    ...Object.fromEntries(Object.entries(place).map(([part, name]) => [part, { [name]: method }])),
    database: {
      query: (original) => (text, values) => {
        // Each of these methods looks for its book first, outside any transaction.
        if (during.now) during.now.query ??= original;
        return original(text, values);
      },
    },
  };
}

/** The operation gives the book another status besides. */
function moved(name: string, description: string, operation: string, status: string, place: Place): Rule {
  return rule(name, description, [operation], (applied) =>
    afterwards(applied, place, `UPDATE books SET status = '${status}' WHERE id = $1 AND status = 'uploading_pages'`),
  );
}

/** Fewer rows are written than are counted. */
function unwritten(
  name: string,
  operation: string,
  writer: Writer | { review: 'sync' },
  written: (shards: readonly Shard[]) => readonly Shard[],
): Rule {
  return rule(name, 'Rows are counted that are not written.', [operation], (applied) => {
    const during = new During();
    return {
      ...markWriter(writer as Writer, during),
      sync: {
        write: (original) => async (book, shards, alongside) => {
          const rows = during.now ? written(shards) : shards;
          if (rows.length < shards.length) applied();
          await original(book, rows, alongside);
          return shards.length;
        },
      },
    };
  });
}
