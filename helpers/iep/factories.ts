import { faker } from '@faker-js/faker/locale/en';
import { planYear } from './expected.ts';
import type { GoalDraft, IepDraft } from './operations/ieps.ts';
import type { StudentDraft } from './operations/students.ts';
import type { DisabilityTypeDraft, TemplateDraft } from './operations/templates.ts';

/** A new name that carries the run's prefix. */
type NewName = () => string;

/** An auth-service id that a run's own data have: any positive PostgreSQL integer, drawn from more than two thousand million. */
export const drawAuthId = (): number => faker.number.int({ min: 1_000_000, max: 2_147_483_647 });

/**
 * A short form of a run's name, upper case, for a field of 20 characters: the run's id, worker and number. Throws when it
 * does not fit.
 */
export function shortNameOf(name: string): string {
  const [, run = '', worker = '', number = ''] = /^test_([0-9a-z]+)_w(\d+)n(\d+)x$/.exec(name) ?? [];
  const short = `${run}${Number(worker).toString(36)}-${Number(number).toString(36)}`.toUpperCase();
  if (run === '' || short.length > 20) throw new Error(`${name} has no short form of 20 characters`);
  return short;
}

/** A student of grade 5 whose school id and last name carry the run's prefix. */
export function buildStudent(newName: NewName, overrides: Partial<StudentDraft> = {}): StudentDraft {
  const name = newName();
  return {
    student_id: name,
    first_name: faker.person.firstName(),
    middle_name: faker.person.middleName(),
    last_name: `${name} ${faker.person.lastName()}`,
    date_of_birth: '2010-05-15',
    grade_level: '5',
    disability_codes: ['SLD'],
    school_district: 'Test District',
    school_name: 'Test Elementary',
    enrollment_date: '2023-08-15',
    ...overrides,
  };
}

/** An IEP as the plan has it, for a student by UUID. */
export const buildIep = (studentId: string, overrides: Partial<IepDraft> = {}): IepDraft => ({
  student_id: studentId,
  academic_year: planYear,
  content: { test: 'content', goals: ['goal1', 'goal2'] },
  meeting_date: '2025-01-15',
  effective_date: '2025-01-15',
  review_date: '2026-01-15',
  ...overrides,
});

/** A goal with every field. */
export const buildGoal = (overrides: Partial<GoalDraft> = {}): GoalDraft => ({
  domain: 'Reading',
  goal_text: `Reads ${String(faker.number.int({ min: 20, max: 90 }))} words in a minute`,
  target_criteria: 'Four of five trials',
  measurement_method: 'Timed reading',
  baseline: '12 words',
  measurement_frequency: 'weekly',
  target_date: '2026-06-01',
  start_date: '2025-09-01',
  ...overrides,
});

/** A template whose name carries the run's prefix; its sections are two of the seeded ones. */
export const buildTemplate = (newName: NewName, overrides: Partial<TemplateDraft> = {}): TemplateDraft => ({
  name: `${newName()} Template`,
  sections: {
    present_levels: { required: true, description: 'Where the student stands', fields: ['reading', 'writing'] },
    services: { required: true, description: 'What is offered', fields: ['minutes'] },
  },
  grade_level: 'K-5',
  default_goals: [{ domain: 'Reading', goal_text: 'Reads a page aloud' }],
  ...overrides,
});

/** A disability type whose name carries the run's prefix, and whose code is its short form. */
export function buildDisabilityType(
  newName: NewName,
  overrides: Partial<DisabilityTypeDraft> = {},
): DisabilityTypeDraft {
  const name = newName();
  return {
    code: shortNameOf(name),
    name: `${name} Type`,
    description: 'Made by a test',
    federal_category: 'Test category',
    state_category: 'Test state category',
    accommodation_defaults: { extended_time: true },
    ...overrides,
  };
}
