import type { Assessment, Facts, Shard, ShardStatus } from '../store/guideline-documents.ts';

interface Place {
  book_id: string;
  topic_key: string;
  topic_title: string;
  subtopic_key: string;
  subtopic_title: string;
}

/** The shard of a subtopic on its first page (contract c, d.7): open, version 1, with the facts of the page. */
export function createShard(place: Place, page: number, facts: Facts): Shard {
  const { book_id, topic_key, subtopic_key, topic_title, subtopic_title } = place;
  const empty: Shard = {
    ...{ book_id, topic_key, subtopic_key, topic_title, subtopic_title, aliases: [], status: 'open' },
    ...{ source_page_start: page, source_page_end: page, source_pages: [page] },
    ...{ objectives: [], examples: [], misconceptions: [], assessments: [] },
    ...{ teaching_description: null, guideline_text: null, evidence_summary: '', confidence: 0 },
    ...{ last_updated_page: page, version: 1 },
    quality_flags: {
      ...{ has_min_objectives: false, has_misconception: false },
      ...{ has_assessments: false, teaching_description_valid: false },
    },
  };
  return { ...empty, ...mergeFacts(empty, facts) };
}

/** The shard after another page (contract d.7): facts added, pages widened, version + 1; the status is untouched. */
export function mergePage(shard: Shard, page: number, facts: Facts): Shard {
  const pages = [...new Set([...shard.source_pages, page])].sort((a, b) => a - b);
  return {
    ...shard,
    ...mergeFacts(shard, facts),
    source_pages: pages,
    source_page_start: Math.min(shard.source_page_start, page),
    source_page_end: Math.max(shard.source_page_end, page),
    last_updated_page: page,
    version: shard.version + 1,
  };
}

function mergeFacts(
  shard: Shard,
  facts: Facts,
): Pick<Shard, 'objectives' | 'examples' | 'misconceptions' | 'assessments'> {
  const worded = (fact: string): string => fact.toLowerCase();
  const verbatim = (fact: string): string => fact;
  const whole = ({ level, prompt, answer }: Assessment): string => JSON.stringify([level, prompt, answer]);
  return {
    objectives: addNew(shard.objectives, facts.objectives_add, worded),
    examples: addNew(shard.examples, facts.examples_add, verbatim),
    misconceptions: addNew(shard.misconceptions, facts.misconceptions_add, worded),
    assessments: addNew(shard.assessments, facts.assessments_add, whole),
  };
}

/** Appends what is not there yet by its identity; order is kept. */
function addNew<T>(known: readonly T[], added: readonly T[], identity: (fact: T) => string): T[] {
  const seen = new Set(known.map(identity));
  const fresh = added.filter((fact) => {
    const id = identity(fact);
    return !seen.has(id) && seen.add(id);
  });
  return [...known, ...fresh];
}

/** The shard with another status; every change of it makes a new version. */
export function withStatus(shard: Shard, status: ShardStatus): Shard {
  return { ...shard, status, version: shard.version + 1 };
}

/** `{first}-{last}`, e.g. `3-7`. */
export function pageRange({ source_page_start: first, source_page_end: last }: Shard): string {
  return `${String(first)}-${String(last)}`;
}

/** The evidence after a review: notes follow what was there after a blank line (contract a.7). */
export function withNotes(evidence: string, notes: string | null): string {
  if (notes === null || notes === '') return evidence;
  const line = `Reviewer Notes: ${notes}`;
  return evidence === '' ? line : `${evidence}\n\n${line}`;
}
