import { randomUUID } from 'node:crypto';
import { rewrite, revalue } from '../sql.ts';
import { sends } from './notes.ts';
import { rule, type Rule } from './rule.ts';

const begin = 'INSERT INTO essay_student_associations';
const insert = /^INSERT INTO essay_student_associations/;
const stored = { touches: [sends('classManagement', begin)] };

const statement = (name: string, description: string, fragment: string | RegExp, other: string): Rule =>
  rule(name, description, stored, (applied) => ({
    classManagement: rewrite(applied, insert, fragment, other),
  }));

/** `$1` id, `$2` essay, `$3` student, `$4` batch, `$5` class, `$6` score, `$7` reasons. */
const values = (name: string, description: string, at: number, change: (value: unknown) => unknown): Rule =>
  rule(name, description, stored, (applied) => ({
    classManagement: revalue(applied, begin, (those) => those.with(at - 1, change(those[at - 1]))),
  }));

/** Faults of the row that a suggestion becomes (contract b.4.5). */
export const suggestionRowRules: Rule[] = [
  statement('another-creator', 'A row names another creator.', "'nlp_service_phase1'", "'nlp-service'"),
  statement('stored-as-confirmed', 'A row is stored as confirmed.', "'pending_validation'", "'confirmed'"),
  statement('stored-as-no-match', 'A row is stored as no match.', "'pending_validation'", "'no_match'"),
  values('score-rounded', 'A score is rounded to one digit.', 6, (score) => Math.round(Number(score) * 10) / 10),
  values('score-missing', 'No score is stored.', 6, () => null),
  values('reasons-missing', 'No reasons are stored.', 7, () => null),
  values('reasons-cut', 'Only the first reason is stored.', 7, (reasons) =>
    JSON.stringify((JSON.parse(String(reasons)) as unknown[]).slice(0, 1)),
  ),
  values('another-batch', 'A row is of another batch.', 4, () => randomUUID()),
  statement(
    'created-by-the-event',
    'A row is created an hour ago.',
    /validation_status\)\s*VALUES \(([^)]*)\)/,
    "validation_status, created_at) VALUES ($1, $2, $3, $4, $5, 'nlp_service_phase1', $6, $7, 'pending_validation', now() - interval '1 hour')",
  ),
  statement(
    'validated-at-once',
    'A row has the time of its validation from the start.',
    /validation_status\)\s*VALUES \(([^)]*)\)/,
    "validation_status, validated_at) VALUES ($1, $2, $3, $4, $5, 'nlp_service_phase1', $6, $7, 'pending_validation', now())",
  ),
];
