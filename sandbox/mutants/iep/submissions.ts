import { Refusal } from '../../fastapi/refusal.ts';
import { replaced } from './faults.ts';
import { others } from './ieps.ts';
import { submitForApproval, submitIep } from './operations.ts';
import { takenFor, updating } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';

/** Faults of the submission for approval (contract 4.3 and 4.4). */
export const submissionRules: Rule[] = [
  rule('submission-not-stored', 'A submission is answered and not stored.', [submitIep], (applied) =>
    updating(applied, ['ieps', 'submit'], 'ieps', () => ({})),
  ),
  rule('submission-approves', 'A submitted IEP is approved.', [submitIep], (applied) =>
    updating(applied, ['ieps', 'submit'], 'ieps', () => ({ status: 'approved' })),
  ),
  rule('submission-names-approver', 'A submission fills in the time of the approval.', [submitIep], (applied) =>
    updating(applied, ['ieps', 'submit'], 'ieps', (row) => ({ ...row, approved_at: new Date().toISOString() })),
  ),
  rule('any-status-submitted', 'An IEP is submitted whatever its status.', [submitIep], (applied) =>
    takenFor(applied, ['ieps', 'submit'], () => 'draft'),
  ),
  rule('returned-submitted', 'A returned IEP is submitted.', [submitIep], (applied) =>
    takenFor(applied, ['ieps', 'submit'], (status) => (status === 'returned' ? 'draft' : status)),
  ),
  rule('submission-takes-neighbour', 'The other versions are submitted too.', [submitIep], (applied) =>
    besides(
      applied,
      'ieps',
      'submit',
      `UPDATE ieps SET status = 'under_review' WHERE ${others} AND status = 'draft'`,
      (_result, [id]) => [id],
    ),
  ),
  rule('advanced-submission-not-stored', 'A submission for approval is not stored.', [submitForApproval], (applied) =>
    updating(applied, ['advanced', 'submit'], 'ieps', () => ({})),
  ),
  rule('advanced-missing-404', 'An unknown IEP is answered 404 by an advanced route.', [submitForApproval], (applied) =>
    replaced(
      'advanced',
      'submit',
      (original) => (id) =>
        original(id).catch((error: unknown) => {
          if (!(error instanceof Refusal) || !error.message.endsWith('not found')) throw error;
          applied();
          throw new Refusal(404, error.message);
        }),
    ),
  ),
];
