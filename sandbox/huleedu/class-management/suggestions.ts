import { dictionary, list, record, withDefault } from '../../fastapi/composites.ts';
import { anything, choice } from '../../fastapi/formats.ts';
import { float, integer, text } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { inTransaction, type Client, type Database } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import { baseFields, courseCode, maybe, read } from '../payloads/common.ts';
import { insertSuggestion, isAssociated } from './repositories/associations.ts';
import { studentExists } from './repositories/students.ts';
import { readUuid, uuidFault } from './uuids.ts';

const suggestion = record({
  ...{ student_id: text(), student_name: text(), student_email: maybe(text()) },
  confidence_score: float({ ge: 0, le: 1 }),
  match_reasons: list(text()),
  extraction_metadata: withDefault(dictionary(anything()), {}),
});
const result = record({
  ...{ essay_id: text(), text_storage_id: text(), filename: text() },
  suggestions: withDefault(list(suggestion), []),
  no_match_reason: maybe(text()),
  extraction_metadata: withDefault(dictionary(anything()), {}),
});

/** Event 5 (contract a.3). */
const matchesSuggested = record({
  ...baseFields,
  event_name: withDefault(choice('batch.author.matches.suggested'), 'batch.author.matches.suggested'),
  ...{ batch_id: text(), class_id: text(), course_code: courseCode },
  match_results: list(result),
  processing_summary: dictionary(integer()),
  processing_metadata: withDefault(dictionary(anything()), {}),
});

/** An essay whose data cannot be used; the others of its batch are not touched by it. */
class EssayFault extends Error {}

function uuidOf(value: string): string {
  const id = readUuid(value);
  if (id === undefined) throw new EssayFault(uuidFault);
  return id;
}

/** The best suggestion whose student exists becomes a row, unless the essay has one. True when it did. */
async function storeBest(
  client: Client,
  batch: { batch_id: string; class_id: string },
  { essay_id, suggestions }: Of<typeof result>,
): Promise<boolean> {
  for (const { student_id, confidence_score: score, match_reasons: reasons } of suggestions) {
    const studentId = uuidOf(student_id);
    if (!(await studentExists(client, studentId))) continue;
    const essayId = uuidOf(essay_id);
    if (await isAssociated(client, essayId)) return false;
    const ids = { essayId, studentId, batchId: uuidOf(batch.batch_id), classId: uuidOf(batch.class_id) };
    await insertSuggestion(client, { ...ids, score, reasons });
    return true;
  }
  return false;
}

/** Handles event 5: all rows of a batch or none (contract b.4). Throws when essays failed and no row was stored. */
export async function storeSuggestions(database: Database, { data }: Envelope): Promise<void> {
  const batch = read(matchesSuggested, data);
  if (batch.match_results.length === 0) return;
  await inTransaction(database, async (client) => {
    let stored = 0;
    const faults: EssayFault[] = [];
    for (const essay of batch.match_results) {
      try {
        if (await storeBest(client, batch, essay)) stored += 1;
      } catch (error) {
        if (!(error instanceof EssayFault)) throw error;
        faults.push(error);
      }
    }
    if (stored === 0 && faults[0]) throw faults[0];
  });
}
