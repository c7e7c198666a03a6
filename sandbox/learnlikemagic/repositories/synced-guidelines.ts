import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/pool.ts';
import type { Shard } from '../store/guideline-documents.ts';
import type { BookRow } from './books.ts';

const columns = [
  'country',
  'board',
  'grade',
  'subject',
  'topic',
  'topic_title',
  'subtopic',
  'subtopic_title',
  'guideline',
  'teaching_description',
  'objectives_json',
  'examples_json',
  'misconceptions_json',
  'assessments_json',
  'source_page_start',
  'source_page_end',
  'source_pages',
  'evidence_summary',
  'status',
  'confidence',
  'version',
  'book_id',
  'topic_key',
  'subtopic_key',
] as const;

/** The columns of a synced row (contract d.10). */
export function mapShard(book: BookRow, shard: Shard): Record<(typeof columns)[number], string | number> {
  const { country, board, grade, subject } = book;
  const { topic_key, subtopic_key, topic_title, subtopic_title, source_page_start, source_page_end } = shard;
  const description = shard.teaching_description ?? '';
  const { evidence_summary, status, confidence, version } = shard;
  return {
    ...{ country, board, grade, subject, topic: topic_title, topic_title, subtopic: subtopic_title, subtopic_title },
    ...{ guideline: description, teaching_description: description },
    objectives_json: JSON.stringify(shard.objectives),
    examples_json: JSON.stringify(shard.examples),
    misconceptions_json: JSON.stringify(shard.misconceptions),
    assessments_json: JSON.stringify(shard.assessments),
    ...{ source_page_start, source_page_end, source_pages: JSON.stringify(shard.source_pages) },
    ...{ evidence_summary, status, confidence, version, book_id: book.id, topic_key, subtopic_key },
  };
}

/** Upserts by book, topic key and subtopic key; an update keeps `id` and `created_at` (contract d.10). */
export async function upsertGuideline(client: Queryable, book: BookRow, shard: Shard): Promise<void> {
  const row = mapShard(book, shard);
  const values = columns.map((column) => row[column]);
  const place = (column: (typeof columns)[number]): string => `$${String(columns.indexOf(column) + 1)}`;
  const settings = columns.map((column) => `${column} = ${place(column)}`);
  const keys = (['book_id', 'topic_key', 'subtopic_key'] as const).map((column) => `${column} = ${place(column)}`);
  const updated = await client.query(
    `UPDATE teaching_guidelines SET ${settings.join(', ')} WHERE ${keys.join(' AND ')}`,
    values,
  );
  if (updated.rowCount !== 0) return;
  await client.query(
    `INSERT INTO teaching_guidelines (${columns.join(', ')}, id, created_at)
     VALUES (${columns.map(place).join(', ')}, $${String(columns.length + 1)}, timezone('utc', clock_timestamp()))`,
    [...values, randomUUID()],
  );
}
