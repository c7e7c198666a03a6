import { expect, test } from '../../../fixtures/iep/index.ts';
import { byId } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/students/teacher/{teacher_auth_id}/caseload', () => {
  test(
    'lists the active students of a case manager or primary teacher',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, userId }) => {
      const teacher = userId();
      const managed = await students.create({ case_manager_auth_id: teacher, primary_teacher_auth_id: userId() });
      const taught = await students.create({ primary_teacher_auth_id: teacher });
      const both = await students.create({ case_manager_auth_id: teacher, primary_teacher_auth_id: teacher });
      const gone = await students.create({ case_manager_auth_id: teacher });
      await students.create({ parent_guardian_auth_ids: [teacher] });
      await iep.deactivateStudent(200, { path: { student_id: gone.id } });

      const caseload = await iep.getCaseload(200, { path: { teacher_auth_id: teacher } });

      expect(caseload.toSorted(byId)).toEqual([managed, taught, both].toSorted(byId));
    },
  );

  test('is empty for a teacher without students', { tag: ['@integration', '@read-only'] }, async ({ iep, userId }) => {
    expect(await iep.getCaseload(200, { path: { teacher_auth_id: userId() } })).toEqual([]);
  });
});

test.describe('GET /api/v1/students/teacher/{teacher_auth_id}/caseload-summary', () => {
  test(
    'counts the students of a case manager by grade, and their active IEPs',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts, userId }) => {
      const manager = userId();
      const first = await students.create({ case_manager_auth_id: manager, grade_level: '3' });
      await students.create({ case_manager_auth_id: manager, grade_level: '3' });
      const third = await students.create({ case_manager_auth_id: manager, grade_level: 'K' });
      await students.create({ primary_teacher_auth_id: manager, grade_level: '9' });
      const [active, second, draft, other] = [
        await drafts.create(first.id),
        await drafts.create(first.id),
        await drafts.create(first.id),
        await drafts.create(third.id),
      ];
      for (const { id } of [active, second, other]) {
        await iep.updateIep(200, { path: { iep_id: id }, body: { status: 'active' } });
      }

      const summary = await iep.getCaseloadSummary(200, { path: { teacher_auth_id: manager } });

      expect(draft.status).toBe('draft');
      expect(summary).toMatchObject({
        total_students: 3,
        active_ieps: 3,
        students_by_grade: { 3: 2, K: 1 },
        case_manager_auth_id: manager,
      });
      expect(Object.keys(summary.students_by_grade)).toHaveLength(2);
    },
  );
});
