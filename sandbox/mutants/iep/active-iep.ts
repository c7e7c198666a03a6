import { told, unrefused } from './faults.ts';
import { createIep, createStudent, getIep, getStudent, setActiveIep } from './operations.ts';
import { updating } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides, despiteRefusal } from './statements.ts';

/** Faults of the pointer to the active IEP, and of the users that the auth service names (contract 3.2, 1.2). */
export const activeIepRules: Rule[] = [
  rule('creation-moves-pointer', 'A new IEP becomes the active one.', [createIep], (applied) =>
    besides(applied, 'ieps', 'create', 'UPDATE students SET active_iep_id = $1 WHERE id = $2', ({ id, student_id }) => [
      id,
      student_id,
    ]),
  ),
  rule('pointer-not-stored', 'The pointer to the active IEP is answered and not stored.', [setActiveIep], (applied) =>
    updating(applied, ['students', 'setActiveIep'], 'students', () => ({})),
  ),
  rule('pointer-activates-iep', 'The IEP that is pointed at gets the status active.', [setActiveIep], (applied) =>
    besides(
      applied,
      'students',
      'setActiveIep',
      "UPDATE ieps SET status = 'active' WHERE id = $1 AND status <> 'active'",
      (_result, [, iepId]) => [iepId],
    ),
  ),
  rule('pointer-changes-grade', 'The pointer changes the grade of the student.', [setActiveIep], (applied) =>
    updating(applied, ['students', 'setActiveIep'], 'students', (row) => ({ ...row, grade_level: '0' })),
  ),
  rule('pointer-to-nothing', 'A pointer to an unknown IEP is answered as set.', [setActiveIep], (applied) =>
    unrefused(applied, 'students', 'setActiveIep', 500, () => undefined),
  ),
  rule('failed-pointer-clears', 'A pointer to an unknown IEP takes the old one away.', [setActiveIep], (applied) =>
    despiteRefusal(
      applied,
      'students',
      'setActiveIep',
      'UPDATE students SET active_iep_id = NULL WHERE id = $1 AND active_iep_id IS NOT NULL',
      ([id]) => [id],
    ),
  ),
  rule('active-iep-everywhere', 'A student that is read shows its active IEP.', [getStudent], (applied) =>
    told(applied, 'students', 'read', (student) => {
      const { active_iep_id: id } = student;
      if (id === null) return student;
      const active_iep = { id, academic_year: '2025-2026', status: 'draft', effective_date: null, review_date: null };
      return { ...student, active_iep };
    }),
  ),
  rule(
    'unresolved-user-fails',
    'A read fails when the auth service does not know a user.',
    [getStudent, getIep],
    (applied) => ({
      users: {
        resolve: (original) => async (ids) => {
          const found = await original(ids);
          if (ids.every((id) => id === null || found.has(id))) return found;
          applied();
          throw new Error('The auth service does not know the user');
        },
      },
    }),
  ),
  rule('auth-outage-fails', 'A read fails while the auth service is down.', [getStudent, getIep], (applied) => ({
    users: {
      resolve: (original) => async (ids) => {
        const found = await original(ids);
        // The auth service knows the first user whenever it answers.
        if (found.size > 0 || ids.every((id) => id === null) || (await original([1])).size > 0) return found;
        applied();
        throw new Error('The auth service is down');
      },
    },
  })),
  rule('users-of-others', 'The users of a student are other people.', [createStudent, getStudent], (applied) => ({
    users: {
      resolve: (original) => async (ids) => {
        const found = await original(ids);
        if (found.size > 0) applied();
        return new Map([...found].map(([id, user]) => [id, { ...user, id: id + 1 }]));
      },
    },
  })),
];
