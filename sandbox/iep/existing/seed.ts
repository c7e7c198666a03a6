import { randomUUID } from 'node:crypto';
import { inTransaction, openDatabase, type Client } from '../database/pool.ts';
import { insertGoal } from '../repositories/goals.ts';
import { insertIep, latestOf, updateIep } from '../repositories/ieps.ts';
import { insertStudent, updateStudent } from '../repositories/students.ts';
import { nextVersion } from '../rules/versioning.ts';
import { createDraw, type Draw } from '../../draw.ts';

/** Writes what a deployment in use already holds: 80 students and their IEPs, alike for the same seed save for the ids. Seed 0 writes nothing. */
export async function seedExisting({ databaseUrl, seed }: { databaseUrl: string; seed: number }): Promise<void> {
  if (seed === 0) return;
  const draw = createDraw(seed);
  const database = openDatabase(databaseUrl);
  try {
    await inTransaction(database, async (client) => {
      for (let number = 1; number <= 80; number += 1) await writeStudent(client, draw, number);
    });
  } finally {
    await database.end();
  }
}

const firstNames = ['Ada', 'Ben', 'Chloé', 'Dmitri', 'Esra', 'Femi', 'Grace', 'Hiro', 'Ines', 'João'];
const lastNames = ['Abbott', 'Brown', 'Çelik', 'Diaz', 'Evans', 'Fischer', 'Garcia', 'Huang', 'Ivanova', "O'Neill"];
const grades = ['K', '1', '2', '3', '5', '8', '11'];
const codes = ['AU', 'SLD', 'ED', 'SLI', 'OHI'];
const years = ['2023-2024', '2024-2025', '2025-2026'];
const statuses = ['draft', 'under_review', 'approved', 'active', 'expired', 'returned', 'deleted'];

async function writeStudent(client: Client, draw: Draw, number: number): Promise<void> {
  const student = await insertStudent(client, {
    ...{ id: randomUUID(), student_id: `S-${String(2000 + number)}` },
    ...{ first_name: draw.pick(firstNames), last_name: draw.pick(lastNames), middle_name: null },
    ...{ date_of_birth: `20${String(10 + draw.below(9))}-0${String(1 + draw.below(9))}-15` },
    ...{ grade_level: draw.pick(grades), disability_codes: [draw.pick(codes)] },
    ...{ school_district: 'Unified District', school_name: 'Hill School', enrollment_date: '2022-08-15' },
    ...{ case_manager_auth_id: 1 + draw.below(40), primary_teacher_auth_id: 1 + draw.below(40) },
    ...{ parent_guardian_auth_ids: [], is_active: draw.below(10) > 0 },
  });
  for (let count = draw.below(4); count > 0; count -= 1) {
    const id = await writeIep(client, draw, student.id);
    if (draw.below(2) === 1) await updateStudent(client, student.id, { active_iep_id: id });
  }
}

async function writeIep(client: Client, draw: Draw, studentId: string): Promise<string> {
  const academic_year = draw.pick(years);
  const next = nextVersion(await latestOf(client, studentId, academic_year));
  const { id } = await insertIep(client, {
    ...{ id: randomUUID(), student_id: studentId, template_id: null, academic_year, status: draw.pick(statuses) },
    ...{ content: { summary: 'Carried over' }, meeting_date: null, effective_date: null, ...next },
    ...{ review_date: '2026-01-15', created_by_auth_id: 1 + draw.below(40) },
  });
  // An earlier release had a way to approve.
  if (draw.below(3) === 0) {
    const approved_by_auth_id = 1 + draw.below(40);
    await updateIep(client, id, { approved_at: '2025-09-01T10:00:00Z', approved_by_auth_id });
  }
  if (draw.below(2) === 1) {
    await insertGoal(client, id, {
      ...{ domain: 'Reading', goal_text: 'Reads a grade-level text aloud', baseline: null },
      ...{ target_criteria: '80 %', measurement_method: 'Probes', measurement_frequency: 'weekly' },
      ...{ target_date: null, start_date: null },
    });
  }
  return id;
}
