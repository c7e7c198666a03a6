import { now } from '../clock.ts';
import type { Editor } from '../provider/editor.ts';
import type { BookRow } from '../repositories/books.ts';
import { setStatus, stableSubtopics, type SubtopicPlace } from '../rules/index.ts';
import { countFaults, qualityErrors, qualityFlags, trimDescription } from '../rules/quality.ts';
import { withStatus } from '../rules/shard.ts';
import type { Shard } from '../store/guideline-documents.ts';
import { requireBook } from './books.ts';
import type { PipelineDependencies } from './page-pipeline.ts';
import type { SyncService } from './sync.ts';

const attempts = 2;

/** A run of generation, as far as finishing needs it. */
export interface Run {
  book: BookRow;
  autoSync: boolean;
  /** Subtopics that could not be described: not tried again in this run (contract e, P5). */
  abandoned: Set<string>;
}

interface Dependencies extends PipelineDependencies {
  sync: SyncService;
}

/** Finishes what became stable with this page (contract d.8); the number of subtopics that left `open`. */
export async function finishStable(dependencies: Dependencies, run: Run, page: number): Promise<number> {
  const { guidelines } = dependencies;
  const { id } = run.book;
  const [index, pageIndex] = await Promise.all([guidelines.readIndex(id), guidelines.readPageIndex(id)]);
  if (!index || !pageIndex) return 0;
  let finished = 0;
  for (const place of stableSubtopics(index, pageIndex, page)) {
    if (await finish(dependencies, run, place)) finished += 1;
  }
  return finished;
}

async function finish(dependencies: Dependencies, run: Run, place: SubtopicPlace): Promise<boolean> {
  const { guidelines, editor, locks } = dependencies;
  const name = `${place.topic_key}/${place.subtopic_key}`;
  const shard = await guidelines.readShard(run.book.id, place.topic_key, place.subtopic_key);
  if (shard?.status !== 'open' || run.abandoned.has(name)) return false;
  const description = await describe(editor, shard);
  if (description === null) {
    run.abandoned.add(name);
    return false;
  }
  return locks.run(`book:${run.book.id}`, () => storeFinished(dependencies, run, place, description));
}

/** The better of at most two attempts, or null when both failed or there is no objective to describe (contract d.8). */
async function describe(editor: Editor, shard: Shard): Promise<string | null> {
  if (shard.objectives.length === 0) return null;
  let best: { text: string; faults: number } | null = null;
  for (let count = 0; count < attempts && best?.faults !== 0; count += 1) {
    const text = await editor.describe(shard).then(trimDescription, () => null);
    if (text === null) continue;
    const faults = countFaults(text);
    if (best === null || faults < best.faults) best = { text, faults };
  }
  return best?.text ?? null;
}

/** Reads the shard anew: a reviewer may have decided, or another page may have come, while the model was writing. */
async function storeFinished(
  { database, guidelines, sync }: Dependencies,
  { book, autoSync }: Run,
  { topic_key, subtopic_key }: SubtopicPlace,
  description: string,
): Promise<boolean> {
  await requireBook(database, book.id);
  const [open, index] = await Promise.all([
    guidelines.readShard(book.id, topic_key, subtopic_key),
    guidelines.readIndex(book.id),
  ]);
  if (open?.status !== 'open' || !index) return false;
  const described = { ...withStatus(open, 'stable'), teaching_description: description };
  const status = qualityErrors(described).length === 0 ? 'final' : 'needs_review';
  const shard = { ...withStatus(described, status), quality_flags: qualityFlags(described) };
  const save = async (): Promise<void> => {
    await guidelines.writeShard(shard);
    await guidelines.replaceIndex(index, setStatus(index, topic_key, subtopic_key, status, now()));
  };
  if (autoSync && status === 'final') await sync.write(book, [shard], save);
  else await save();
  return true;
}
