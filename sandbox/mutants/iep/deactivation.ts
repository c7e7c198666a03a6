import { unrefused } from './faults.ts';
import { deactivateStudent } from './operations.ts';
import { updating, writing } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';
import { neighbourOf } from './students.ts';

/** Faults of the deactivation of a student (contract 3.2). */
export const deactivationRules: Rule[] = [
  rule('freed-school-id', 'A deactivated student frees its school id.', [deactivateStudent], (applied) =>
    updating(applied, ['students', 'deactivate'], 'students', (row, id) => ({ ...row, student_id: id })),
  ),
  rule('deactivation-not-stored', 'A deactivation is answered and not stored.', [deactivateStudent], (applied) =>
    updating(applied, ['students', 'deactivate'], 'students', () => ({})),
  ),
  rule('deactivation-once', 'A second deactivation finds no student.', [deactivateStudent], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        if (!text.startsWith('UPDATE students SET is_active')) return original(text, values);
        const result = await original(text.replace('id = $1', 'id = $1 AND is_active'), values);
        if (result.rowCount === 0) applied();
        return result;
      },
    },
  })),
  rule('deactivation-removes', 'A deactivated student is gone for good.', [deactivateStudent], (applied) =>
    writing(
      applied,
      ['students', 'deactivate'],
      () =>
        (text, values = []) =>
          Promise.resolve(
            text.startsWith('UPDATE students')
              ? ['DELETE FROM students WHERE id = $1 RETURNING *', [values[0]]]
              : undefined,
          ),
    ),
  ),
  rule('deactivation-clears-pointer', 'A deactivated student loses its active IEP.', [deactivateStudent], (applied) =>
    updating(applied, ['students', 'deactivate'], 'students', async (row, id, query) => {
      const { rows } = await query('SELECT active_iep_id FROM students WHERE id = $1', [id]);
      return rows[0]?.['active_iep_id'] ? { ...row, active_iep_id: null } : undefined;
    }),
  ),
  rule('deactivation-takes-neighbour', 'Another student goes with a deactivated one.', [deactivateStudent], (applied) =>
    besides(
      applied,
      'students',
      'deactivate',
      `UPDATE students SET is_active = false WHERE is_active AND id = ${neighbourOf('$1')}`,
      (_result, [id]) => [id],
    ),
  ),
  rule(
    'unknown-student-deactivated',
    'An unknown student is answered as deactivated.',
    [deactivateStudent],
    (applied) => unrefused(applied, 'students', 'deactivate', 404, () => undefined),
  ),
];
