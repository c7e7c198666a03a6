import { Refusal } from '../../fastapi/refusal.ts';
import { told } from './faults.ts';
import { createStudent, getStudent, getStudentBySchoolId, updateStudent } from './operations.ts';
import { inserting, unstored, updating } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';

const known = new Set('AU DB DD ED HI ID MD OI OHI SLD SLI TBI VI'.split(' '));

/** The other student that was created nearest to this one. */
export const neighbourOf = (place: string): string =>
  `(SELECT other.id FROM students other JOIN students own ON own.id = ${place} AND other.id <> own.id
    ORDER BY abs(extract(epoch FROM other.created_at - own.created_at)) LIMIT 1)`;

/** Faults of what is written of a student (contract 3). */
export const studentRules: Rule[] = [
  rule(
    'taken-school-id-taken-over',
    'A new student takes a school id over from another.',
    [createStudent],
    (applied) => ({
      database: {
        query: (original) => async (text, values) => {
          if (!text.startsWith('INSERT INTO students')) return original(text, values);
          const names = 'first_name = EXCLUDED.first_name, last_name = EXCLUDED.last_name';
          const into = text.replace(' RETURNING', ` ON CONFLICT (student_id) DO UPDATE SET ${names} RETURNING`);
          const result = await original(into, values);
          if (result.rows[0]?.['id'] !== values?.[0]) applied();
          return result;
        },
      },
    }),
  ),
  rule('codes-kept-as-sent', 'Disability codes are stored as they are sent.', [createStudent], (applied) => {
    let sent: readonly string[] = [];
    const write = inserting(applied, ['students', 'create'], 'students', (row) => ({
      ...row,
      disability_codes: JSON.stringify(sent),
    }));
    return {
      ...write,
      students: {
        create: (original) => (draft) => {
          sent = draft.disability_codes;
          return write.students?.create?.(original)(draft) ?? original(draft);
        },
      },
    };
  }),
  rule('unknown-codes-dropped', 'Disability codes that no type has are dropped.', [createStudent], (applied) =>
    inserting(applied, ['students', 'create'], 'students', (row) => ({
      ...row,
      disability_codes: JSON.stringify(
        (JSON.parse(String(row['disability_codes'])) as string[]).filter((code) => known.has(code)),
      ),
    })),
  ),
  rule('update-clears-absent', 'An update clears fields that are not sent.', [updateStudent], (applied) =>
    updating(applied, ['students', 'update'], 'students', (row) => ({ middle_name: null, school_name: null, ...row })),
  ),
  rule('update-skips-null', 'An update does not write a null that is sent.', [updateStudent], (applied) =>
    updating(applied, ['students', 'update'], 'students', (row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    ),
  ),
  rule('update-revives', 'An update of any field makes a student active again.', [updateStudent], (applied) =>
    updating(applied, ['students', 'update'], 'students', async (row, id, query) => {
      const { rows } = await query('SELECT is_active FROM students WHERE id = $1', [id]);
      return rows[0]?.['is_active'] === false ? { is_active: true, ...row } : undefined;
    }),
  ),
  rule('update-normalises-codes', 'An update writes disability codes in upper case.', [updateStudent], (applied) =>
    updating(applied, ['students', 'update'], 'students', (row) =>
      typeof row['disability_codes'] === 'string'
        ? { ...row, disability_codes: row['disability_codes'].toUpperCase() }
        : undefined,
    ),
  ),
  rule('update-not-stored', 'An update is answered and not stored.', [updateStudent], (applied) =>
    unstored(applied, ['students', 'update'], 'students'),
  ),
  rule('update-takes-neighbour', 'An update changes another student as well.', [updateStudent], (applied) =>
    besides(
      applied,
      'students',
      'update',
      `UPDATE students SET grade_level = 'other' WHERE id = ${neighbourOf('$1')}`,
      (_result, [id]) => [id],
    ),
  ),
  rule('inactive-unreadable', 'A deactivated student is not found by its id.', [getStudent], (applied) =>
    told(applied, 'students', 'read', (student, id) => {
      if (student.is_active === true) return student;
      applied();
      throw new Refusal(404, `Student ${id} not found`);
    }),
  ),
  rule('school-id-by-part', 'A student is found by a part of its school id.', [getStudentBySchoolId], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        const exact = 'WHERE student_id = $1';
        if (!text.startsWith('SELECT * FROM students') || !text.endsWith(exact)) return original(text, values);
        const result = await original(
          text.replace(exact, 'WHERE starts_with(student_id, $1) ORDER BY student_id LIMIT 1'),
          values,
        );
        if (result.rowCount !== 0 && result.rows[0]?.['student_id'] !== values?.[0]) applied();
        return result;
      },
    },
  })),
];
