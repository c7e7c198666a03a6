import { Refusal } from '../../fastapi/refusal.ts';
import type { ShardChanges } from '../../learnlikemagic/services/review.ts';
import {
  approveGuidelines,
  approveSubtopic,
  deleteGuidelines,
  getTopics,
  listGuidelines,
  listReviewedBooks,
  updateSubtopic,
} from './operations.ts';
import { rule, type Rule } from './rule.ts';
import { indexRule, shardRule, type Writer } from './shards.ts';

const edit: Writer = { review: 'update' };
const decide: Writer = { review: 'decide' };
const approveAll: Writer = { guidelines: 'approveAll' };

/** Faults of the review of guidelines (contract a.6, a.7). */
export const reviewRules: Rule[] = [
  shardRule('edit-not-stored', 'An edit is answered and not stored.', [updateSubtopic], edit, () => null),
  shardRule('edit-version-kept', 'An edit is stored under the version before it.', [updateSubtopic], edit, (shard) => ({
    version: shard.version - 1,
  })),
  shardRule('edit-version-skipped', 'An edit is stored two versions on.', [updateSubtopic], edit, (shard) => ({
    version: shard.version + 1,
  })),
  edited('edit-loses-the-rest', 'Lists that are not sent are emptied.', (changes) => {
    const { objectives = [], examples = [], misconceptions = [], assessments = [] } = changes;
    return { objectives, examples, misconceptions, assessments };
  }),
  edited('edit-status-ignored', 'A status that is sent is not applied.', ({ status }) =>
    status == null ? null : { status: undefined },
  ),
  indexRule('decision-not-in-index', 'The index does not follow a decision.', [approveSubtopic], decide, () => null),
  indexRule('decision-snapshot-wrong', 'The snapshot is the new index.', [approveSubtopic], decide, (old, index) => [
    { ...index, version: old.version },
    index,
  ]),
  shardRule(
    'notes-replace-evidence',
    'Notes take the place of the evidence.',
    [approveSubtopic],
    decide,
    (shard, before) =>
      before && before.evidence_summary !== '' && shard.evidence_summary !== before.evidence_summary
        ? { evidence_summary: shard.evidence_summary.slice(before.evidence_summary.length).trimStart() }
        : {},
  ),
  decided('notes-lost', "The reviewer's notes are not kept.", (_approved, notes) => (notes ? { notes: null } : null)),
  decided('rejection-approves', 'A rejected guideline becomes final.', (approved) =>
    approved ? null : { approved: true },
  ),
  rule(
    'previous-status-wrong',
    'The status before a decision is answered as the one after it.',
    [approveSubtopic],
    (applied) => ({
      review: {
        decide:
          (original) =>
          async (...args) => {
            const decision = await original(...args);
            if (decision.previous !== decision.shard.status) applied();
            return { ...decision, previous: decision.shard.status };
          },
      },
    }),
  ),
  shardRule(
    'bulk-approval-not-in-shards',
    'Approved guidelines are not stored.',
    [approveGuidelines],
    approveAll,
    () => null,
  ),
  indexRule('bulk-approval-not-in-index', 'The index does not follow.', [approveGuidelines], approveAll, () => null),
  rule('bulk-approval-counts-all', 'Guidelines that were final count as approved.', [approveGuidelines], (applied) => ({
    guidelines: {
      approveAll: (original) => async (bookId) => {
        const report = await original(bookId);
        if (report.approved_count !== report.synced_count) applied();
        return { ...report, approved_count: report.synced_count };
      },
    },
  })),
  rule('guidelines-reversed', 'The guidelines come last first.', [listGuidelines], (applied) => ({
    guidelines: {
      list: (original) => async (bookId) => {
        const shards = await original(bookId);
        if (shards.length > 1) applied();
        return [...shards].reverse();
      },
    },
  })),
  removal('rejection-keeps-guidelines', 'Rejected guidelines stay.', () => null),
  removal('rejection-takes-pages', 'The pages of the book go with its guidelines.', (prefix) =>
    prefix.replace(/guidelines\/$/, ''),
  ),
  rule('topics-empty-for-none', 'A book without guidelines has no topics instead of 404.', [getTopics], (applied) => ({
    review: {
      topics: (original) => (bookId) =>
        original(bookId).catch((error: unknown) => {
          if (!(error instanceof Refusal) || error.message === 'Book not found') throw error;
          applied();
          return [];
        }),
    },
  })),
  rule('review-filter-ignored', 'The filter by status is ignored.', [listReviewedBooks], (applied) => ({
    review: {
      listBooks: (original) => (status) => {
        if (status !== undefined) applied();
        return original(undefined);
      },
    },
  })),
  rule('review-counts-all-approved', 'Every subtopic counts as approved.', [listReviewedBooks], (applied) => ({
    review: {
      listBooks: (original) => async (status) => {
        const books = await original(status);
        if (books.some((book) => book.subtopics_approved !== book.subtopics_count)) applied();
        return books.map((book) => ({ ...book, subtopics_approved: book.subtopics_count }));
      },
    },
  })),
];

function edited(
  name: string,
  description: string,
  change: (changes: ShardChanges) => Partial<ShardChanges> | null,
): Rule {
  return rule(name, description, [updateSubtopic], (applied) => ({
    review: {
      update: (original) => (bookId, topicKey, subtopicKey, changes) => {
        const changed = change(changes);
        if (changed) applied();
        return original(bookId, topicKey, subtopicKey, { ...changes, ...changed });
      },
    },
  }));
}

interface Verdict {
  approved: boolean;
  notes: string | null;
}

function decided(
  name: string,
  description: string,
  change: (approved: boolean, notes: string | null) => Partial<Verdict> | null,
): Rule {
  return rule(name, description, [approveSubtopic], (applied) => ({
    review: {
      decide: (original) => (bookId, topicKey, subtopicKey, approved, notes) => {
        const changed = change(approved, notes);
        if (changed) applied();
        const verdict = { approved, notes, ...changed };
        return original(bookId, topicKey, subtopicKey, verdict.approved, verdict.notes);
      },
    },
  }));
}

function removal(name: string, description: string, prefixOf: (prefix: string) => string | null): Rule {
  return rule(name, description, [deleteGuidelines], (applied) => ({
    store: {
      deletePrefix: (original) => async (prefix) => {
        const other = prefix.endsWith('/guidelines/') ? prefixOf(prefix) : prefix;
        if (other !== prefix) applied();
        if (other !== null) await original(other);
      },
    },
  }));
}
