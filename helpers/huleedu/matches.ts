import { now } from './clock.ts';
import { CourseCode } from './operations/common.ts';
import type { Matches, MatchResult, Suggestion } from './topics/matching.ts';

/** Whom a suggestion names. */
export interface Person {
  readonly id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string | null;
}

/** What NLP would suggest of a student, with a score that leaves no doubt unless another one is given. */
export const suggestionOf = (student: Person, overrides: Partial<Suggestion> = {}): Suggestion => ({
  student_id: student.id,
  student_name: `${student.first_name} ${student.last_name}`,
  student_email: student.email,
  confidence_score: 0.93,
  match_reasons: ['name_exact'],
  extraction_metadata: { source: 'header' },
  ...overrides,
});

/** The result of an essay, with its suggestions, the best one first. */
export function resultOf(
  suggestions: readonly Suggestion[],
  essayId: string = crypto.randomUUID(),
  overrides: Partial<MatchResult> = {},
): MatchResult {
  return {
    essay_id: essayId,
    text_storage_id: `text-${essayId}`,
    filename: 'essay.txt',
    suggestions: [...suggestions],
    no_match_reason: suggestions.length === 0 ? 'No matches found' : null,
    extraction_metadata: { confidence_scores: suggestions.map(({ confidence_score }) => confidence_score) },
    ...overrides,
  };
}

/** Event 5 of a batch as NLP would send it (contract a.3). */
export function matchesOf(
  { batchId, classId, course }: { batchId: string; classId: string; course: string },
  results: readonly MatchResult[],
): Matches {
  const matched = results.filter(({ suggestions }) => suggestions.length > 0).length;
  return {
    event_name: 'batch.author.matches.suggested',
    entity_id: batchId,
    entity_type: 'batch',
    parent_id: null,
    timestamp: now(),
    batch_id: batchId,
    class_id: classId,
    course_code: CourseCode.parse(course),
    match_results: [...results],
    processing_summary: {
      total_essays: results.length,
      processed: results.length,
      matched,
      unmatched: results.length - matched,
      failed: 0,
    },
    processing_metadata: {},
  };
}

/** The row that follows from a suggestion (contract b.4.5), without its own id and time. */
export const pendingRowOf = (
  { batchId, classId }: { batchId: string; classId: string },
  essayId: string,
  suggestion: Suggestion | undefined,
): Record<string, unknown> => ({
  essay_id: essayId,
  student_id: suggestion?.student_id,
  batch_id: batchId,
  class_id: classId,
  created_by_user_id: 'nlp_service_phase1',
  confidence_score: suggestion?.confidence_score,
  match_reasons: suggestion?.match_reasons,
  validation_status: 'pending_validation',
  validated_by: null,
  validated_at: null,
  validation_method: null,
});

/** An essay that names its writer in full at its head: no matching could ask for more. */
export const essayTextOf = ({ first_name, last_name, email }: Person): string =>
  [`Name: ${first_name} ${last_name}`, `E-mail: ${email ?? ''}`, '', 'A journey begins with a step.'].join('\n');
