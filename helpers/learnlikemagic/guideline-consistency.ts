import type { z } from 'zod';
import type { Index, PageGuideline, PageIndex, Shard } from './documents.ts';

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

const lowered = (texts: readonly string[]): string[] => [...new Set(texts.map((text) => text.toLowerCase()))].sort();

interface ComparableFacts {
  readonly objectives: readonly string[];
  readonly examples: readonly string[];
  readonly misconceptions: readonly string[];
  readonly assessments: readonly string[];
}

/** Distinct facts by kind, in lower case and sorted, so that both sides of a merge compare (contract d.7). */
const comparable = (
  facts: Pick<Shard, 'objectives' | 'examples' | 'misconceptions' | 'assessments'>,
): ComparableFacts => ({
  objectives: lowered(facts.objectives),
  examples: [...new Set(facts.examples)].sort(),
  misconceptions: lowered(facts.misconceptions),
  assessments: [...new Set(facts.assessments.map((one) => JSON.stringify([one.level, one.prompt, one.answer])))].sort(),
});

/** What a shard holds, to be compared with `factsOfPages`. */
export const factsOf = (shard: Shard): ComparableFacts => comparable(shard);

/** What the pages of a shard gave it. */
export function factsOfPages(pages: readonly Page[], shard: Shard): ComparableFacts {
  const facts = pagesOf(pages, shard).map((page) => page.facts);
  return comparable({
    objectives: facts.flatMap(({ objectives_add }) => objectives_add),
    examples: facts.flatMap(({ examples_add }) => examples_add),
    misconceptions: facts.flatMap(({ misconceptions_add }) => misconceptions_add),
    assessments: facts.flatMap(({ assessments_add }) => assessments_add),
  });
}
