import { getCurriculum } from './operations.ts';
import { rule, type Rule } from './rule.ts';
import { rewrite } from '../sql.ts';

/** Faults of discovery (contract a.2). */
export const curriculumRules: Rule[] = [
  discovery('curriculum-country-ignored', 'Other countries leak in.', 'country = $1 AND', '$1::text IS NOT NULL AND'),
  discovery('curriculum-board-ignored', 'Other boards leak in.', 'board = $2 AND', '$2::text IS NOT NULL AND'),
  discovery('curriculum-grade-ignored', 'Other grades leak in.', 'grade = $3::numeric', '$3::numeric IS NOT NULL'),
  discovery('curriculum-subject-ignored', 'Other subjects leak in.', 'AND subject = $4', 'AND $4::text IS NOT NULL'),
  discovery('curriculum-topic-ignored', 'Other topics leak in.', 'AND topic = $5', 'AND $5::text IS NOT NULL'),
  discovery('curriculum-subjects-repeated', 'A subject is listed once a row.', 'DISTINCT subject', 'subject'),
  discovery(
    'curriculum-subtopics-merged',
    'Rows with the same subtopic are listed once.',
    'SELECT subtopic,',
    'SELECT DISTINCT ON (subtopic) subtopic,',
  ),
  discovery('curriculum-order-reversed', 'Lists come in descending order.', /(?<=ORDER BY \w+)\b(?!\w)/, ' DESC'),
  discovery(
    'curriculum-final-only',
    'Only rows with the status final are found.',
    'grade = $3::numeric',
    "grade = $3::numeric AND status = 'final'",
  ),
];

function discovery(name: string, description: string, fragment: string | RegExp, replacement: string): Rule {
  return rule(name, description, [getCurriculum], (applied) =>
    rewrite(applied, /FROM teaching_guidelines\s+WHERE country/, fragment, replacement),
  );
}
