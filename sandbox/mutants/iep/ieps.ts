import { Refusal } from '../../fastapi/refusal.ts';
import { unrefused } from './faults.ts';
import { createIep, deleteIep, updateIep } from './operations.ts';
import { alwaysOpen, inserting, takenFor, unstored, updating, writing } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides, despiteRefusal } from './statements.ts';

/** The condition of the student's other IEPs; `$1` is the one that is meant. */
export const others = 'student_id = (SELECT student_id FROM ieps WHERE id = $1) AND id <> $1';

const createRules = [
  rule('created-under-review', 'A new IEP is under review.', [createIep], (applied) =>
    inserting(applied, ['ieps', 'create'], 'ieps', (row) => ({ ...row, status: 'under_review' })),
  ),
  rule('creator-lost', 'A new IEP is always created by the first user.', [createIep], (applied) =>
    inserting(applied, ['ieps', 'create'], 'ieps', (row) => ({ ...row, created_by_auth_id: 1 })),
  ),
  rule('creation-dates-swapped', 'Effective and review date of a new IEP are each other’s.', [createIep], (applied) =>
    inserting(applied, ['ieps', 'create'], 'ieps', (row) => ({
      ...row,
      effective_date: row['review_date'],
      review_date: row['effective_date'],
    })),
  ),
  rule('creation-expires-older', 'A new version makes the older ones expire.', [createIep], (applied) =>
    besides(
      applied,
      'ieps',
      'create',
      "UPDATE ieps SET status = 'expired' WHERE student_id = $1 AND academic_year = $2 AND version < $3 AND status <> 'expired'",
      ({ student_id, academic_year, version }) => [student_id, academic_year, version],
    ),
  ),
  rule('creation-touches-student', 'A new IEP changes the row of its student.', [createIep], (applied) =>
    besides(applied, 'ieps', 'create', 'UPDATE students SET updated_at = now() WHERE id = $1', ({ student_id }) => [
      student_id,
    ]),
  ),
  rule('creation-shows-driver', 'A creation that fails shows the words of the driver.', [createIep], (applied) =>
    unrefused(applied, 'ieps', 'create', 500, ({ message }) => {
      throw new Refusal(500, `${message}: insert or update on table "ieps" violates foreign key constraint`);
    }),
  ),
];

const updateRules = [
  rule('closed-iep-edited', 'An IEP is edited whatever its status.', [updateIep], (applied) =>
    takenFor(applied, ['ieps', 'update'], alwaysOpen),
  ),
  rule('returned-iep-closed', 'A returned IEP cannot be edited.', [updateIep], (applied) =>
    takenFor(applied, ['ieps', 'update'], (status) => (status === 'returned' ? 'approved' : status)),
  ),
  rule('refused-edit-stored', 'An edit that is refused is stored all the same.', [updateIep], (applied) =>
    despiteRefusal(applied, 'ieps', 'update', "UPDATE ieps SET content = '{}' WHERE id = $1", ([id]) => [id]),
  ),
  rule('iep-update-not-stored', 'An edit is answered and not stored.', [updateIep], (applied) =>
    unstored(applied, ['ieps', 'update'], 'ieps'),
  ),
  rule('iep-update-merges', 'The content that is sent is merged into the old one.', [updateIep], (applied) =>
    updating(applied, ['ieps', 'update'], 'ieps', async (row, id, query) => {
      if (typeof row['content'] !== 'string') return undefined;
      const { rows } = await query('SELECT content FROM ieps WHERE id = $1', [id]);
      const before = rows[0]?.['content'] as object;
      return { ...row, content: JSON.stringify({ ...before, ...(JSON.parse(row['content']) as object) }) };
    }),
  ),
  rule('iep-update-bumps-version', 'An edit gives the IEP the next version.', [updateIep], (applied) =>
    updating(applied, ['ieps', 'update'], 'ieps', async (row, id, query) => {
      const { rows } = await query('SELECT version FROM ieps WHERE id = $1', [id]);
      return { ...row, version: Number(rows[0]?.['version']) + 1 };
    }),
  ),
  rule('iep-update-clears-absent', 'An edit clears dates that are not sent.', [updateIep], (applied) =>
    updating(applied, ['ieps', 'update'], 'ieps', (row) => ({ meeting_date: null, review_date: null, ...row })),
  ),
  rule('iep-update-takes-goals', 'An edit removes the goals.', [updateIep], (applied) =>
    besides(applied, 'ieps', 'update', 'DELETE FROM iep_goals WHERE iep_id = $1', (_result, [id]) => [id]),
  ),
  rule('iep-update-takes-neighbour', 'An edit changes the other versions too.', [updateIep], (applied) =>
    besides(applied, 'ieps', 'update', `UPDATE ieps SET content = '{}' WHERE ${others}`, (_result, [id]) => [id]),
  ),
];

const deleteRules = [
  rule('deleted-iep-removed', 'A deleted IEP is gone for good.', [deleteIep], (applied) =>
    writing(
      applied,
      ['ieps', 'remove'],
      () =>
        (text, values = []) =>
          Promise.resolve(
            text.startsWith('UPDATE ieps') ? ['DELETE FROM ieps WHERE id = $1 RETURNING *', [values[0]]] : undefined,
          ),
    ),
  ),
  rule('deletion-not-stored', 'A deletion is answered and not stored.', [deleteIep], (applied) =>
    updating(applied, ['ieps', 'remove'], 'ieps', () => ({})),
  ),
  rule('deletion-expires', 'A deleted IEP expires.', [deleteIep], (applied) =>
    updating(applied, ['ieps', 'remove'], 'ieps', () => ({ status: 'expired' })),
  ),
  rule('deletion-takes-goals', 'The goals of a deleted IEP are removed.', [deleteIep], (applied) =>
    besides(applied, 'ieps', 'remove', 'DELETE FROM iep_goals WHERE iep_id = $1', (_result, [id]) => [id]),
  ),
  rule('deletion-takes-neighbour', 'The other versions are deleted too.', [deleteIep], (applied) =>
    besides(applied, 'ieps', 'remove', `UPDATE ieps SET status = 'deleted' WHERE ${others}`, (_result, [id]) => [id]),
  ),
  rule('unknown-iep-deleted', 'An unknown IEP is answered as deleted.', [deleteIep], (applied) =>
    unrefused(applied, 'ieps', 'remove', 404, () => undefined),
  ),
];

/** Faults of the creation, change and deletion of IEPs (contract 4.3). */
export const iepRules: Rule[] = [...createRules, ...updateRules, ...deleteRules];
