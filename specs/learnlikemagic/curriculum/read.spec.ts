import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { refusedFields } from '../../../fixtures/learnlikemagic/values.ts';

/** What a question without a match answers, by what was asked. */
const none = {
  subjects: { subjects: [], topics: null, subtopics: null },
  topics: { subjects: null, topics: [], subtopics: null },
  subtopics: { subjects: null, topics: null, subtopics: [] },
} as const;

test.describe('GET /curriculum', () => {
  test(
    'lists each subject once, in ascending order',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-4' } },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade } = await guideline.create({ subject: 'Physics' });
      await guideline.create({ country, subject: 'Art' });
      await guideline.create({ country, subject: 'Physics' });
      await guideline.create({ country, subject: 'Mathematics' });

      const curriculum = await learnlikemagic.getCurriculum(200, { query: { country, board, grade } });

      expect(curriculum).toEqual({ subjects: ['Art', 'Mathematics', 'Physics'], topics: null, subtopics: null });
    },
  );

  test(
    'lists each topic of a subject once, in ascending order',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-5' } },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade, subject } = await guideline.create({ topic: 'Numbers' });
      await guideline.create({ country, topic: 'Algebra' });
      await guideline.create({ country, topic: 'Numbers' });
      await guideline.create({ country, topic: 'Geometry' });

      const curriculum = await learnlikemagic.getCurriculum(200, { query: { country, board, grade, subject } });

      expect(curriculum).toEqual({ subjects: null, topics: ['Algebra', 'Geometry', 'Numbers'], subtopics: null });
    },
  );

  test(
    'lists the subtopics of a topic with their ids, in ascending order',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-6' } },
    async ({ learnlikemagic, guideline }) => {
      const products = await guideline.create({ subtopic: 'Products' });
      const { country, board, grade, subject, topic } = products;
      const fractions = await guideline.create({ country, topic, subtopic: 'Fractions' });
      const integers = await guideline.create({ country, topic, subtopic: 'Integers' });

      const curriculum = await learnlikemagic.getCurriculum(200, { query: { country, board, grade, subject, topic } });

      expect(curriculum).toEqual({
        subjects: null,
        topics: null,
        subtopics: [
          { subtopic: 'Fractions', guideline_id: fractions.id },
          { subtopic: 'Integers', guideline_id: integers.id },
          { subtopic: 'Products', guideline_id: products.id },
        ],
      });
    },
  );

  test(
    'keeps subtopics of one name apart, one entry a row, whatever their status',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const final = await guideline.create({ status: 'final' });
      const { country, board, grade, subject, topic, subtopic } = final;
      const draft = await guideline.create({ country, topic, status: 'draft' });
      const refused = await guideline.create({ country, topic, status: 'needs_review' });

      const { subtopics } = await learnlikemagic.getCurriculum(200, {
        query: { country, board, grade, subject, topic },
      });

      expect(subtopics).toHaveLength(3);
      expect(subtopics).toEqual(
        expect.arrayContaining([final, draft, refused].map(({ id }) => ({ subtopic, guideline_id: id }))),
      );
    },
  );

  test(
    'answers a topic without a subject, and an empty subject, as if neither had been given',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade, subject, topic } = await guideline.create();
      const question = { country, board, grade };

      const topicAlone = await learnlikemagic.getCurriculum(200, { query: { ...question, topic } });
      const emptySubject = await learnlikemagic.getCurriculum(200, { query: { ...question, subject: '' } });
      const emptySubjectAndTopic = await learnlikemagic.getCurriculum(200, {
        query: { ...question, subject: '', topic },
      });

      const subjects = { subjects: [subject], topics: null, subtopics: null };
      expect(topicAlone).toEqual(subjects);
      expect(emptySubject).toEqual(subjects);
      expect(emptySubjectAndTopic).toEqual(subjects);
    },
  );

  test(
    'keeps grades apart, without bounds',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { country, board } = await guideline.create({ grade: -1, subject: 'Play' });
      await guideline.create({ country, grade: 0, subject: 'Letters' });
      await guideline.create({ country, grade: 113, subject: 'Memory' });

      const answers = await Promise.all(
        [-1, 0, 1, 113].map((grade) => learnlikemagic.getCurriculum(200, { query: { country, board, grade } })),
      );

      expect(answers.map(({ subjects }) => subjects)).toEqual([['Play'], ['Letters'], [], ['Memory']]);
    },
  );

  test(
    'gives back letters of any script, and signs that mean something to a URL or to SQL',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline, run }) => {
      const odd = { country: `${run.name()} भारत`, board: 'Ação & Größe', grade: 8, subject: `50 % + "½" = 'x'; --` };
      const { id, topic, subtopic } = await guideline.create({ ...odd, topic: 'गणित 📐', subtopic: 'a/b?c=d#e\\f' });
      const { country, board, grade, subject } = odd;

      const subjects = await learnlikemagic.getCurriculum(200, { query: { country, board, grade } });
      const topics = await learnlikemagic.getCurriculum(200, { query: odd });
      const subtopics = await learnlikemagic.getCurriculum(200, { query: { ...odd, topic } });

      expect(subjects).toEqual({ ...none.subjects, subjects: [subject] });
      expect(topics).toEqual({ ...none.topics, topics: [topic] });
      expect(subtopics).toEqual({ ...none.subtopics, subtopics: [{ subtopic, guideline_id: id }] });
    },
  );

  test(
    'answers empty lists for what it does not know',
    { tag: ['@smoke', '@integration', '@read-only'], annotation: { type: 'plan', description: 'LLM-7' } },
    async ({ learnlikemagic, run }) => {
      const question = { country: run.name(), board: 'CBSE', grade: 8 };

      const subjects = await learnlikemagic.getCurriculum(200, { query: question });
      const topics = await learnlikemagic.getCurriculum(200, { query: { ...question, subject: 'Mathematics' } });
      const subtopics = await learnlikemagic.getCurriculum(200, {
        query: { ...question, subject: 'Mathematics', topic: 'Algebra' },
      });

      expect(subjects).toEqual(none.subjects);
      expect(topics).toEqual(none.topics);
      expect(subtopics).toEqual(none.subtopics);
    },
  );

  test(
    'names every required parameter that is missing, and no other',
    { tag: ['@integration', '@read-only'], annotation: { type: 'plan', description: 'LLM-8' } },
    async ({ learnlikemagic }) => {
      const whole = { country: 'India', board: 'CBSE', grade: 8 };
      const incomplete = [
        {},
        { ...whole, country: undefined },
        { ...whole, board: undefined },
        { ...whole, grade: undefined },
      ];

      const errors = await Promise.all(incomplete.map((query) => learnlikemagic.getCurriculum(422, { query })));

      expect(errors.map(refusedFields)).toEqual([
        ['missing at query.board', 'missing at query.country', 'missing at query.grade'],
        ['missing at query.country'],
        ['missing at query.board'],
        ['missing at query.grade'],
      ]);
    },
  );

  test(
    'refuses a grade that is no whole number',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic }) => {
      const grades = ['eight', '', '8.5', '8 or 9'];

      const errors = await Promise.all(
        grades.map((grade) => learnlikemagic.getCurriculum(422, { query: { country: 'India', board: 'CBSE', grade } })),
      );

      expect(errors.map(({ detail }) => detail)).toEqual(
        grades.map((input) => [expect.objectContaining({ type: 'int_parsing', loc: ['query', 'grade'], input })]),
      );
    },
  );
});
