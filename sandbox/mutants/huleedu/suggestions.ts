import { topics } from '../../huleedu/payloads/names.ts';
import { rewrite } from '../sql.ts';
import type { Query } from '../rule.ts';
import { finds, misses, sends, shaped } from './notes.ts';
import { given, rule, worked, type Applied, type Data, type Decoration, type Rule } from './rule.ts';

const topic = topics.matchesSuggested;
const ranked = { touches: [shaped('ranked')] };
const many = { touches: [shaped('many')] };
const taken = {
  touches: [finds('classManagement', 'SELECT FROM essay_student_associations WHERE essay_id')],
};

/** Every essay's suggestions in another order, or others. */
const suggestions = (name: string, description: string, change: (those: Data[]) => Data[], met = ranked): Rule =>
  rule(name, description, met, (applied) =>
    given(applied, 'classManagement', topic, (data) => {
      const results = data['match_results'] as Data[] | undefined;
      if (!Array.isArray(results)) return undefined;
      const changed = results.map((result) => ({ ...result, suggestions: change(result['suggestions'] as Data[]) }));
      return JSON.stringify(changed) === JSON.stringify(results) ? undefined : { ...data, match_results: changed };
    }),
  );

/** What is done before a statement of the text goes out; `found` says whether it finds a row. */
const looking = (
  begin: string,
  act: (query: Query, values: unknown[], isFound: boolean) => Promise<boolean>,
): Decoration => ({
  classManagement: {
    database: {
      query:
        (original) =>
        async (text, values = []) => {
          const result = await original(text, values);
          if (!text.startsWith(begin)) return result;
          const isFound = await act(original, values, result.rowCount !== 0);
          return { ...result, rowCount: isFound ? 1 : 0 };
        },
    },
  },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** One essay that cannot be stored fails the whole event. */
const allOrNothing = (applied: Applied): Decoration =>
  worked('classManagement', topic, (work, { data }) => {
    const { match_results: results } = data as { match_results: Data[] };
    const ids = results.flatMap(({ essay_id, suggestions: those }) => [
      String(essay_id),
      ...(those as Data[]).map(({ student_id }) => String(student_id)),
    ]);
    if (ids.every((id) => uuid.test(id))) return work();
    applied();
    return Promise.reject(new Error('an essay cannot be stored'));
  });

const byScore = (one: Data, other: Data): number => Number(one['confidence_score']) - Number(other['confidence_score']);

/** Faults of what class management makes of event 5 (contract b.4). */
export const suggestionRules: Rule[] = [
  suggestions('worst-suggestion', 'The worst suggestion is stored.', (those) => those.toSorted(byScore)),
  suggestions('first-suggestion-only', 'Only the first suggestion is looked at.', (those) => those.slice(0, 1)),
  suggestions('first-suggestion-ignored', 'The best suggestion is ignored where there are more.', (those) =>
    those.length > 1 ? those.slice(1) : those,
  ),
  suggestions(
    'low-suggestions-ignored',
    'Suggestions below 0.9 are ignored.',
    (those) => those.filter(({ confidence_score: score }) => Number(score) >= 0.9),
    { touches: [shaped('unsure')] },
  ),
  rule(
    'unknown-student-fails',
    'An unknown student fails the event.',
    { touches: [misses('classManagement', 'SELECT FROM students WHERE id')] },
    (applied) =>
      looking('SELECT FROM students WHERE id', (_query, _values, isFound) => {
        if (isFound) return Promise.resolve(true);
        applied();
        return Promise.reject(new Error('unknown student'));
      }),
  ),
  rule('association-overwritten', 'An essay that has its student gets another one.', taken, (applied) =>
    looking('SELECT FROM essay_student_associations WHERE essay_id', async (query, values, isFound) => {
      if (!isFound) return false;
      applied();
      await query('DELETE FROM essay_student_associations WHERE essay_id = $1', values);
      return false;
    }),
  ),
  rule(
    'association-taken-over',
    'An essay that has its student moves to the batch of the event.',
    taken,
    (applied) => ({
      ...looking('SELECT FROM essay_student_associations WHERE essay_id', async (query, values, isFound) => {
        if (!isFound) return false;
        applied();
        await query('UPDATE essay_student_associations SET created_at = now() WHERE essay_id = $1', values);
        return true;
      }),
    }),
  ),
  rule('second-association-fails', 'An essay that has its student fails the event.', taken, (applied) =>
    looking('SELECT FROM essay_student_associations WHERE essay_id', (_query, _values, isFound) => {
      if (!isFound) return Promise.resolve(false);
      applied();
      return Promise.reject(new Error('the essay has its student'));
    }),
  ),
  rule('bad-essay-fails-all', 'One essay that cannot be stored fails the event.', many, allOrNothing),
  rule('second-suggestion-too', 'The second suggestion is stored for an essay of its own.', ranked, (applied) =>
    given(applied, 'classManagement', topic, (data) => {
      const results = data['match_results'] as Data[];
      const more = results.flatMap((result) => {
        const [, second] = result['suggestions'] as Data[];
        return second ? [{ ...result, essay_id: crypto.randomUUID(), suggestions: [second] }] : [];
      });
      return more.length > 0 ? { ...data, match_results: [...results, ...more] } : undefined;
    }),
  ),
  rule('first-essay-only', 'Only the first essay of an event is stored.', many, (applied) =>
    given(applied, 'classManagement', topic, (data) => {
      const results = data['match_results'] as Data[];
      return results.length > 1 ? { ...data, match_results: results.slice(0, 1) } : undefined;
    }),
  ),
  rule('last-essay-missing', 'The last essay of an event is not stored.', many, (applied) =>
    given(applied, 'classManagement', topic, (data) => {
      const results = data['match_results'] as Data[];
      return results.length > 1 ? { ...data, match_results: results.slice(0, -1) } : undefined;
    }),
  ),
  rule('empty-results-fail', 'An event without results fails.', { touches: [shaped('empty')] }, (applied) =>
    worked('classManagement', topic, (work, { data }) => {
      if ((data as { match_results?: unknown[] }).match_results?.length !== 0) return work();
      applied();
      return Promise.reject(new Error('no results'));
    }),
  ),
  rule(
    'not-in-one-transaction',
    'What was stored of a failed event stays.',
    { touches: [sends('classManagement', 'ROLLBACK')] },
    (applied) => ({
      classManagement: rewrite(applied, /^ROLLBACK$/, 'ROLLBACK', 'COMMIT'),
    }),
  ),
];
