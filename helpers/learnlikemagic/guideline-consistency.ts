import type { z } from 'zod';
import type { Index, PageGuideline, PageIndex, Shard } from './documents.ts';
import type { Assessment } from './operations/guidelines.ts';

type Page = z.output<typeof PageGuideline>;
type Topic = z.output<typeof Index>['topics'][number];

/** The topics of the index that shards in index order belong to, whole (contract c, index.json). */
export function topicsOf(shards: readonly Shard[]): Topic[] {
  const topics = new Map<string, Topic>();
  for (const { topic_key, topic_title, ...shard } of shards) {
    const topic = topics.get(topic_key) ?? { topic_key, topic_title, subtopics: [] };
    topic.subtopics.push({
      subtopic_key: shard.subtopic_key,
      subtopic_title: shard.subtopic_title,
      status: shard.status,
      page_range: `${String(shard.source_page_start)}-${String(shard.source_page_end)}`,
    });
    topics.set(topic_key, topic);
  }
  return [...topics.values()];
}

/** The entries of the page index that page guidelines belong to (contract c, page_index.json). */
export const assignmentsOf = (pages: readonly Page[]): z.output<typeof PageIndex>['pages'] =>
  Object.fromEntries(
    pages.map(({ page, assigned_topic_key, assigned_subtopic_key, confidence }) => [
      String(page),
      { topic_key: assigned_topic_key, subtopic_key: assigned_subtopic_key, confidence },
    ]),
  );

/** A shard after its status was set (contract d.11). */
export const withStatus = (shard: Shard, status: Shard['status']): Shard => ({
  ...shard,
  status,
  version: shard.version + 1,
});

const pagesOf = (pages: readonly Page[], shard: Shard): Page[] =>
  pages.filter(
    (page) => page.assigned_topic_key === shard.topic_key && page.assigned_subtopic_key === shard.subtopic_key,
  );

/** Where a shard comes from and how often it was saved: once a page, and twice more to finish it (contract d.7, d.8). */
export function provenanceOf(pages: readonly Page[], shard: Shard): Partial<Shard> {
  const numbers = pagesOf(pages, shard).map(({ page }) => page);
  return {
    source_pages: numbers,
    source_page_start: Math.min(...numbers),
    source_page_end: Math.max(...numbers),
    last_updated_page: Math.max(...numbers),
    version: numbers.length + (shard.status === 'open' ? 0 : 2),
  };
}

type Facts = Pick<Shard, 'objectives' | 'examples' | 'misconceptions' | 'assessments'>;
type PageFacts = Page['facts'];

const worded = (fact: string): string => fact.toLowerCase();
const verbatim = (fact: string): string => fact;
const whole = ({ level, prompt, answer }: Assessment): string => JSON.stringify([level, prompt, answer]);

/** The first of all facts that are the same, in order. */
function distinct<T>(facts: readonly T[], identity: (fact: T) => string): T[] {
  const known = new Map<string, T>();
  for (const fact of facts) if (!known.has(identity(fact))) known.set(identity(fact), fact);
  return [...known.values()];
}

const allDistinct = (facts: Facts): Facts => ({
  objectives: distinct(facts.objectives, worded),
  examples: distinct(facts.examples, verbatim),
  misconceptions: distinct(facts.misconceptions, worded),
  assessments: distinct(facts.assessments, whole),
});

const listsOf = (found: readonly PageFacts[]): Facts => ({
  objectives: found.flatMap(({ objectives_add }) => objectives_add),
  examples: found.flatMap(({ examples_add }) => examples_add),
  misconceptions: found.flatMap(({ misconceptions_add }) => misconceptions_add),
  assessments: found.flatMap(({ assessments_add }) => assessments_add),
});

/** What pages in the order of their run give a shard: what is new is added, order is kept (contract d.7). */
export const mergedFacts = (found: readonly PageFacts[]): Facts => allDistinct(listsOf(found));

const size = (facts: Facts): number => Object.values(facts).flat().length;

/** The facts of a shard, to be compared with `factsOfPages`. */
export function factsOf(pages: readonly Page[], shard: Shard): Facts {
  const { objectives, examples, misconceptions, assessments } = shard;
  const facts = { objectives, examples, misconceptions, assessments };
  // What a page says twice within itself may be kept twice: only facts of another page are compared (contract d.7).
  const repeats = pagesOf(pages, shard).some(({ facts: found }) => size(listsOf([found])) > size(mergedFacts([found])));
  return repeats ? allDistinct(facts) : facts;
}

/** What the pages of a shard gave it, in the order of their numbers, which is that of one run. */
export const factsOfPages = (pages: readonly Page[], shard: Shard): Facts =>
  mergedFacts(pagesOf(pages, shard).map(({ facts }) => facts));

/**
 * Subtopics of a page index, by topic and subtopic key, that must have left `open` when a run ended with this page:
 * three pages or more after their last one (contract d.8). Only a description that failed keeps one open.
 */
export function stableSubtopics(pages: z.output<typeof PageIndex>['pages'], lastPage: number): string[] {
  const last = new Map<string, number>();
  for (const [page, { topic_key, subtopic_key }] of Object.entries(pages)) {
    const name = `${topic_key}/${subtopic_key}`;
    last.set(name, Math.max(Number(page), last.get(name) ?? 0));
  }
  return [...last].filter(([, page]) => lastPage - page >= 3).map(([name]) => name);
}
