import { instead, sought } from './faults.ts';
import { getCaseload, getCaseloadSummary, listReviewNeeded } from './operations.ts';
import { rule, type Rule } from './rule.ts';
import type { Found } from './student-lists.ts';

const cared: Found = (name, description, change) =>
  rule(name, description, [getCaseload], (applied) => sought(applied, 'students', 'caseload', change));
const summed: Found = (name, description, change) =>
  rule(name, description, [getCaseloadSummary], (applied) => sought(applied, 'students', 'summarise', change));
const due: Found = (name, description, change) =>
  rule(name, description, [listReviewNeeded], (applied) => sought(applied, 'students', 'toReview', change));

const ownRules = [
  cared(
    'caseload-of-managers',
    'A caseload has the students of the case manager only.',
    instead(' OR primary_teacher_auth_id = $1', ''),
  ),
  cared(
    'caseload-of-teachers',
    'A caseload has the students of the primary teacher only.',
    instead('case_manager_auth_id = $1 OR ', ''),
  ),
  cared('caseload-shows-inactive', 'A caseload shows deactivated students.', instead('is_active AND', '')),
  cared(
    'caseload-of-parents',
    'A caseload shows the children of a parent as well.',
    instead(
      'primary_teacher_auth_id = $1)',
      "primary_teacher_auth_id = $1 OR parent_guardian_auth_ids::text LIKE '%' || $1::int || '%')",
    ),
  ),
  summed('summary-of-teachers', 'A summary counts students of the primary teacher too.', (text) =>
    text.replace(
      /(?:students\.)?case_manager_auth_id = \$1/,
      () => '(case_manager_auth_id = $1 OR primary_teacher_auth_id = $1)',
    ),
  ),
  summed(
    'summary-counts-drafts',
    'A summary counts IEPs of any status as active ones.',
    instead("ieps.status = 'active'", 'true'),
  ),
  summed(
    'summary-counts-pointers',
    'A summary counts active IEPs by student.',
    instead('count(*)::int AS count FROM ieps', 'count(DISTINCT ieps.student_id)::int AS count FROM ieps'),
  ),
];

const reviewRules = [
  due(
    'review-of-any-status',
    'Students need a review whose active IEP is a draft.',
    instead("ieps.status = 'active'", 'true'),
  ),
  due(
    'review-of-any-iep',
    'Students need a review whose other IEP does.',
    instead('ieps.id = students.active_iep_id', 'ieps.student_id = students.id'),
  ),
  due('review-shows-inactive', 'Deactivated students need a review.', instead('students.is_active AND', '')),
  due('review-without-end', 'The window for reviews has no end.', instead('+ $1::int', '+ $1::int * 1000')),
  due(
    'review-window-halved',
    'The window for reviews is half as long as asked for.',
    instead('+ $1::int', '+ $1::int / 2'),
  ),
];

/** Faults of caseloads, and of who needs a review (contract 3.2). */
export const caseloadRules: Rule[] = [...ownRules, ...reviewRules];
