import type { EssayReference } from '../payloads/common.ts';
import type { Suggestion } from './matching.ts';

export interface EssayResult {
  essay_id: string;
  text_storage_id: string;
  filename: '';
  suggestions: Suggestion[];
  no_match_reason: string | null;
  extraction_metadata:
    | { match_status: 'HIGH_CONFIDENCE' | 'NEEDS_REVIEW' | 'NO_MATCH'; confidence_scores: number[] }
    | { match_status: 'ERROR'; error: string };
}

function matchStatus(best = 0): 'HIGH_CONFIDENCE' | 'NEEDS_REVIEW' | 'NO_MATCH' {
  if (best >= 0.9) return 'HIGH_CONFIDENCE';
  return best >= 0.7 ? 'NEEDS_REVIEW' : 'NO_MATCH';
}

/** What is said of an essay that could be read (contract d.6). */
export function matched(essay: EssayReference, suggestions: Suggestion[]): EssayResult {
  const scores = suggestions.map(({ confidence_score: score }) => score);
  return {
    ...{ essay_id: essay.essay_id, text_storage_id: essay.text_storage_id, filename: '', suggestions },
    no_match_reason: suggestions.length === 0 ? 'No matches found' : null,
    extraction_metadata: { match_status: matchStatus(scores[0]), confidence_scores: scores },
  };
}

/** What is said of one that could not. */
export function failed(essay: EssayReference, error: unknown): EssayResult {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ...{ essay_id: essay.essay_id, text_storage_id: essay.text_storage_id, filename: '', suggestions: [] },
    no_match_reason: `Processing error: ${reason}`,
    extraction_metadata: { error: reason, match_status: 'ERROR' },
  };
}

export function summarize(results: readonly EssayResult[]): Record<string, number> {
  const failures = results.filter(({ extraction_metadata: { match_status: status } }) => status === 'ERROR').length;
  const found = results.filter(({ suggestions }) => suggestions.length > 0).length;
  const processed = results.length - failures;
  return { total_essays: results.length, processed, matched: found, unmatched: processed - found, failed: failures };
}
