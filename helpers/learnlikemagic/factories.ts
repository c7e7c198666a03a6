import { faker } from '@faker-js/faker/locale/en';
import type { z } from 'zod';
import { closedQuestion } from './closed-question.ts';
import type { BookDraft } from './operations/books.ts';
import type { Goal, Student } from './operations/sessions.ts';
import type { tables } from './tables.ts';

export type GuidelineRow = z.output<(typeof tables)['teaching_guidelines']>;

/** A new name that carries the run's prefix. */
type NewName = () => string;

/** A student of grade 8 whose id carries the run's prefix. */
export const buildStudent = (newName: NewName, overrides: Partial<Student> = {}): Student => ({
  id: newName(),
  grade: 8,
  // Another style than the default, so that one which is lost on the way is noticed.
  prefs: { style: 'simple', lang: 'en' },
  ...overrides,
});

/** A goal on a guideline's topic; its objectives fit the closed question. */
export const buildGoal = (
  guideline: Pick<GuidelineRow, 'id' | 'topic' | 'board' | 'grade'>,
  overrides: Partial<Goal> = {},
): Goal => ({
  topic: guideline.topic,
  syllabus: `${guideline.board} grade ${String(guideline.grade)}`,
  learning_objectives: [...closedQuestion.objectives],
  guideline_id: guideline.id,
  ...overrides,
});

/** A book whose author is a new name, so that its id, its S3 prefix and a filter by author's fields are its own. */
export function buildBook(newName: NewName, overrides: Partial<BookDraft> = {}): BookDraft {
  const author = newName();
  return {
    title: faker.lorem.words({ min: 2, max: 5 }),
    author,
    edition: `${faker.number.int({ min: 1, max: 9 }).toString()}. edition`,
    edition_year: faker.number.int({ min: 1950, max: 2024 }),
    country: `${author} ${faker.location.country()}`,
    board: faker.helpers.arrayElement(['CBSE', 'ICSE', 'State Board']),
    grade: faker.number.int({ min: 1, max: 12 }),
    subject: faker.helpers.arrayElement(['Mathematics', 'Science', 'Social Studies']),
    ...overrides,
  };
}

/**
 * A `teaching_guidelines` row that fits a fresh and an upgraded table (contract b), with the closed question. Its id,
 * country and topic carry the run's prefix.
 */
export function buildGuideline(newName: NewName, overrides: Partial<GuidelineRow> = {}): GuidelineRow {
  const id = newName();
  return {
    id,
    country: `${id} India`,
    board: 'CBSE',
    grade: 8,
    subject: 'Mathematics',
    topic: `Addition ${id}`,
    subtopic: 'Adding Small Numbers',
    guideline: closedQuestion.guideline,
    metadata_json: null,
    created_at: new Date().toISOString().replace('Z', '000'),
    topic_key: 'addition',
    subtopic_key: 'adding-small-numbers',
    topic_title: null,
    subtopic_title: null,
    objectives_json: null,
    examples_json: null,
    misconceptions_json: null,
    assessments_json: null,
    teaching_description: closedQuestion.guideline,
    book_id: null,
    source_page_start: null,
    source_page_end: null,
    source_pages: null,
    evidence_summary: null,
    status: 'final',
    confidence: 1,
    version: 1,
    ...overrides,
  };
}
