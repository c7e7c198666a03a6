import { qualityErrors } from '../../learnlikemagic/rules/quality.ts';
import type { PageIndex, Shard } from '../../learnlikemagic/store/guideline-documents.ts';
import { generateGuidelines, getPageAssignments, getTopics } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';
import { indexRule, shardRule, type Writer } from './shards.ts';

const here = [generateGuidelines];
const generate: Writer = { guidelines: 'generate' };
const merged = (shard: Shard, before: Shard | undefined): before is Shard =>
  before !== undefined && shard.source_pages.length > before.source_pages.length;

/** Faults of what a run of generation stores (contract d.7 to d.9). */
export const pipelineRules: Rule[] = [
  shardRule('merged-facts-lost', 'Facts of a later page are lost.', here, generate, (shard, before) => {
    if (!merged(shard, before)) return {};
    const { objectives, examples, misconceptions, assessments } = before;
    return { objectives, examples, misconceptions, assessments };
  }),
  shardRule('merged-facts-reversed', 'Merged facts stand in reverse order.', here, generate, (shard, before) => {
    const { objectives, examples, misconceptions, assessments } = shard;
    const lists = { objectives, examples, misconceptions, assessments };
    if (!merged(shard, before) || Object.values(lists).every((list) => list.length < 2)) return {};
    return {
      objectives: objectives.toReversed(),
      examples: examples.toReversed(),
      misconceptions: misconceptions.toReversed(),
      assessments: assessments.toReversed(),
    };
  }),
  shardRule('merge-version-kept', 'A merge makes no new version.', here, generate, (shard, before) =>
    merged(shard, before) ? { version: before.version } : {},
  ),
  shardRule(
    'finish-version-single',
    'Finishing a subtopic makes one version instead of two.',
    here,
    generate,
    (shard) => (shard.status === 'open' ? {} : { version: shard.version - 1 }),
  ),
  shardRule('gate-not-applied', 'A subtopic is final whatever its quality.', here, generate, (shard) =>
    shard.status === 'needs_review' ? { status: 'final' } : {},
  ),
  shardRule('gate-one-objective', 'One objective is enough for the quality gate.', here, generate, (shard) => {
    const [only] = shard.status === 'needs_review' ? shard.objectives : [];
    const passes = only !== undefined && qualityErrors({ ...shard, objectives: [only, only] }).length === 0;
    return passes ? { status: 'final' } : {};
  }),
  indexRule('finish-without-snapshot', 'The index before a finish is not kept.', here, generate, (old, index) => [
    { ...old, version: 0 },
    index,
  ]),
  indexRule('finish-not-in-index', 'The index does not follow a finished subtopic.', here, generate, () => null),
  rule('index-pages-kept', 'The index keeps the first page range of a subtopic.', [...here, getTopics], (applied) => ({
    guidelineStore: {
      writeIndex: (original) => (index) => {
        const firstOnly = (range: string): string => range.replace(/-\d+$/, `-${range.split('-')[0] ?? ''}`);
        const topics = index.topics.map((topic) => ({
          ...topic,
          subtopics: topic.subtopics.map((each) => ({ ...each, page_range: firstOnly(each.page_range) })),
        }));
        if (JSON.stringify(topics) !== JSON.stringify(index.topics)) applied();
        return original({ ...index, topics });
      },
    },
  })),
  rule(
    'page-assignment-lost',
    'The first page is not in the page index.',
    [...here, getPageAssignments],
    (applied) => ({
      guidelineStore: {
        writePageIndex: (original) => (index) => {
          const { '1': first, ...pages } = index.pages;
          if (first) applied();
          return original({ ...index, pages });
        },
      },
    }),
  ),
  stability('finished-too-early', 'A subtopic is stable after two further pages.', -1),
  stability('finished-too-late', 'A subtopic is stable after four further pages.', 1),
  judgedBy('nothing-finished', 'No subtopic is ever stable.', () => null),
  rule('second-attempt-ignored', 'The first description is kept, whatever its faults.', here, (applied) => {
    const first = new Map<string, Promise<string>>();
    return {
      editor: {
        describe: (original) => (shard) => {
          const name = `${shard.book_id}/${shard.topic_key}/${shard.subtopic_key}`;
          const known = first.get(name);
          if (known) applied();
          const text = known ?? original(shard);
          first.set(name, text);
          return text;
        },
      },
    };
  }),
];

/** A page index whose pages lie earlier or later than the stored one's. */
function stability(name: string, description: string, shift: number): Rule {
  return judgedBy(name, description, (index) => {
    const pages = Object.entries(index.pages).map(([page, each]) => [Number(page) + shift, each] as const);
    return { ...index, pages: Object.fromEntries(pages) };
  });
}

/** Stability is judged outside the book's lock, here by another page index than the stored one. */
function judgedBy(name: string, description: string, seen: (index: PageIndex) => PageIndex | null): Rule {
  return rule(name, description, here, (applied) => {
    const [running, locked] = [new During(), new During<boolean>()];
    return {
      guidelines: { generate: (original) => running.mark(original, () => true) },
      locks: {
        run: (original) => (key, work) =>
          original(
            key,
            locked.mark(work, () => key.startsWith('book:')),
          ),
      },
      guidelineStore: {
        readPageIndex: (original) => async (bookId) => {
          const index = await original(bookId);
          if (!index || !running.now || locked.now === true) return index;
          applied();
          return seen(index);
        },
      },
    };
  });
}
