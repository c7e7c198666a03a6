import { expect, test } from '@playwright/test';
import { closedQuestion } from '../helpers/learnlikemagic/closed-question.ts';
import { buildBook, buildGoal, buildGuideline, buildStudent } from '../helpers/learnlikemagic/factories.ts';
import { buildPageImage, imageExtensions } from '../helpers/learnlikemagic/page-image.ts';
import { tables } from '../helpers/learnlikemagic/tables.ts';

let counter = 0;
const newName = (): string => `test_run_${String(++counter)}`;

test('every name carries the prefix of the run, and no two are the same', () => {
  const [one, other] = [buildBook(newName), buildBook(newName)];
  expect(one.author).toMatch(/^test_run_\d+$/);
  expect(one.country.startsWith(String(one.author))).toBe(true);
  expect(one.author).not.toBe(other.author);
  const row = buildGuideline(newName);
  for (const text of [row.id, row.country, row.topic]) expect(text).toContain('test_run_');
  expect(buildStudent(newName).id).toMatch(/^test_run_\d+$/);
});

test('overrides come last, null included, and nothing is asked of the network', () => {
  expect(buildBook(newName, { author: null, grade: 12, title: 'x' })).toMatchObject({
    author: null,
    grade: 12,
    title: 'x',
  });
  expect(buildStudent(newName, { prefs: null }).prefs).toBeNull();
  expect(buildGuideline(newName, { subtopic: 'ü', status: null })).toMatchObject({ subtopic: 'ü', status: null });
});

test('drafts are within the limits of the contract', () => {
  for (let round = 0; round < 50; round++) {
    const { title, grade, edition_year } = buildBook(newName);
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(255);
    expect(grade >= 1 && grade <= 12).toBe(true);
    expect(Number(edition_year) >= 1900 && Number(edition_year) <= 2100).toBe(true);
  }
});

test('a guideline row fits its table and pins the closed question; its goal names it', () => {
  const row = buildGuideline(newName);
  expect(tables.teaching_guidelines.safeParse(row).error).toBeUndefined();
  expect(row.guideline).toBe(closedQuestion.guideline);
  expect(buildGoal(row)).toEqual({
    topic: row.topic,
    syllabus: 'CBSE grade 8',
    learning_objectives: [...closedQuestion.objectives],
    guideline_id: row.id,
  });
});

test('a page image is an image of the format that its name says, with a word of its own', async () => {
  const { default: sharp } = await import('sharp');
  const formats = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', tiff: 'tiff', webp: 'webp' };
  const words = new Set<string>();
  for (const extension of imageExtensions) {
    const image = await buildPageImage({ extension, heading: 'A & B', lines: ['1 < 2'] });
    expect(await sharp(image.buffer).metadata()).toMatchObject({
      format: formats[extension],
      width: 800,
      height: 1000,
    });
    expect(image.name).toBe(`page.${extension}`);
    expect(image.lines).toEqual(['A & B', `The word of this page is ${image.word}.`, '1 < 2']);
    // Ink: a page without a font would be blank.
    expect((await sharp(image.buffer).greyscale().stats()).channels[0]?.min).toBeLessThan(64);
    words.add(image.word);
  }
  expect(words.size).toBe(imageExtensions.length);
});
