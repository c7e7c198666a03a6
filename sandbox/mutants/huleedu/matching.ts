import { topics } from '../../huleedu/payloads/names.ts';
import { consumes, rule, told, toldData, type Data, type Rule } from './rule.ts';

const topic = topics.matchesSuggested;
const where = { touches: [consumes('nlp', topics.matchingRequested)] };

const data = (name: string, description: string, change: (data: Data) => Data | undefined): Rule =>
  rule(name, description, where, (applied) => toldData(applied, 'nlp', topic, change));

/** Another result for each essay. */
const each = (name: string, description: string, change: (result: Data) => Data): Rule =>
  data(name, description, (data) => {
    const results = data['match_results'] as Data[];
    const changed = results.map(change);
    return changed.every((result, at) => result === results[at]) ? undefined : { ...data, match_results: changed };
  });

const found = (result: Data): Data[] => result['suggestions'] as Data[];
const hasFailed = (result: Data): boolean => (result['extraction_metadata'] as Data)['match_status'] === 'ERROR';

/** Faults of what NLP answers (contract d.6). */
export const matchingRules: Rule[] = [
  data('results-reversed', 'The results come in the reverse order.', (data) => {
    const results = data['match_results'] as Data[];
    return results.length > 1 ? { ...data, match_results: results.toReversed() } : undefined;
  }),
  data('result-missing', 'The last essay has no result.', (data) => {
    const results = data['match_results'] as Data[];
    return results.length > 1 ? { ...data, match_results: results.slice(0, -1) } : undefined;
  }),
  data('failed-results-missing', 'An essay that cannot be read has no result.', (data) => {
    const results = data['match_results'] as Data[];
    const kept = results.filter((result) => !hasFailed(result));
    return kept.length < results.length ? { ...data, match_results: kept } : undefined;
  }),
  rule('failed-essay-stops-all', 'An essay that cannot be read stops the others.', where, (applied) =>
    told(applied, 'nlp', topic, ({ data }) => ((data['match_results'] as Data[]).some(hasFailed) ? null : undefined)),
  ),
  each('failed-as-unmatched', 'An essay that cannot be read counts as unmatched.', (result) =>
    hasFailed(result)
      ? {
          ...result,
          no_match_reason: 'No matches found',
          extraction_metadata: { match_status: 'NO_MATCH', confidence_scores: [] },
        }
      : result,
  ),
  each('failure-without-reason', 'An essay that cannot be read has no reason.', (result) =>
    hasFailed(result) ? { ...result, no_match_reason: null } : result,
  ),
  each('low-is-certain', 'A certain suggestion has another beside it.', (result) => {
    const [best] = found(result);
    if (!best || Number(best['confidence_score']) < 0.85) return result;
    return { ...result, suggestions: [best, { ...best, confidence_score: 0.5 }] };
  }),
  each('suggestions-reversed', 'The worst suggestion comes first.', (result) =>
    found(result).length > 1 ? { ...result, suggestions: found(result).toReversed() } : result,
  ),
  each('suggestions-withheld', 'Nobody is suggested.', (result) =>
    found(result).length > 0 ? { ...result, suggestions: [] } : result,
  ),
  each('only-needs-review', 'A certain match needs review.', (result) => {
    const metadata = result['extraction_metadata'] as Data;
    if (metadata['match_status'] !== 'HIGH_CONFIDENCE') return result;
    return { ...result, extraction_metadata: { ...metadata, match_status: 'NEEDS_REVIEW' } };
  }),
  each('reasons-of-nothing', 'A suggestion has no reasons.', (result) =>
    found(result).length > 0
      ? { ...result, suggestions: found(result).map((one) => ({ ...one, match_reasons: [] })) }
      : result,
  ),
  each('filename-given', 'A result has the name of a file.', (result) => ({ ...result, filename: 'essay.txt' })),
  data('summary-of-nothing', 'The summary counts nothing.', (data) => ({
    ...data,
    processing_summary: { total_essays: 0, processed: 0, matched: 0, unmatched: 0, failed: 0 },
  })),
  data('suggested-of-eng5', 'Event 5 is of ENG5.', (data) =>
    data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
  ),
];
