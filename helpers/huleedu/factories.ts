import { faker } from '@faker-js/faker/locale/en';
import type { Registration } from './operations/batches.ts';
import type { ClassDraft } from './operations/classes.ts';
import type { CourseCode } from './operations/common.ts';
import type { StudentDraft } from './operations/students.ts';

/** A new name that carries the run's prefix. */
type NewName = () => string;

/** The course of what a test does not say otherwise of: not the one that a careless default would give. */
export const usualCourse: CourseCode = 'SV2';

/** A class whose name carries the run's prefix. */
export const buildClass = (newName: NewName, overrides: Partial<ClassDraft> = {}): ClassDraft => ({
  name: `${newName()} class`,
  course_codes: [usualCourse],
  ...overrides,
});

/** A student whose e-mail carries the run's prefix; in a domain that is no special-use one (contract b.2). */
export const buildStudent = (newName: NewName, overrides: Partial<StudentDraft> = {}): StudentDraft => ({
  person_name: {
    first_name: faker.person.firstName(),
    last_name: `${faker.person.lastName()}${faker.string.alpha({ length: 6, casing: 'lower' })}`,
  },
  email: `${newName()}@school.edu`,
  ...overrides,
});

/** The registration of a batch of a teacher, without a class: GUEST. */
export const buildRegistration = (userId: string, overrides: Partial<Registration> = {}): Registration => ({
  expected_essay_count: 2,
  course_code: usualCourse,
  essay_instructions: 'Write about a journey.',
  user_id: userId,
  ...overrides,
});
