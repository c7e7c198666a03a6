import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';

test.describe('GET /curriculum', () => {
  test(
    'shows no subject of another country, board or grade',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade } = await guideline.create({ subject: 'Own' });
      await guideline.create({ country: `${country}n`, subject: 'Foreign country' });
      await guideline.create({ country, board: `${board} 2`, subject: 'Foreign board' });
      await guideline.create({ country, grade: grade + 1, subject: 'Foreign grade' });

      const { subjects } = await learnlikemagic.getCurriculum(200, { query: { country, board, grade } });

      expect(subjects).toEqual(['Own']);
    },
  );

  test(
    'shows no topic of another country, board, grade or subject',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade, subject } = await guideline.create({ topic: 'Own' });
      await guideline.create({ country: `${country}n`, topic: 'Foreign country' });
      await guideline.create({ country, board: `${board} 2`, topic: 'Foreign board' });
      await guideline.create({ country, grade: grade + 1, topic: 'Foreign grade' });
      await guideline.create({ country, subject: `${subject} 2`, topic: 'Foreign subject' });

      const { topics } = await learnlikemagic.getCurriculum(200, { query: { country, board, grade, subject } });

      expect(topics).toEqual(['Own']);
    },
  );

  test(
    'shows no subtopic of another country, board, grade, subject or topic',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { id, country, board, grade, subject, topic, subtopic } = await guideline.create();
      await guideline.create({ country: `${country}n`, topic });
      await guideline.create({ country, topic, board: `${board} 2` });
      await guideline.create({ country, topic, grade: grade + 1 });
      await guideline.create({ country, topic, subject: `${subject} 2` });
      await guideline.create({ country, topic: `${topic} 2` });

      const { subtopics } = await learnlikemagic.getCurriculum(200, {
        query: { country, board, grade, subject, topic },
      });

      expect(subtopics).toEqual([{ subtopic, guideline_id: id }]);
    },
  );

  const variants = [
    (value: string) => value.toUpperCase(),
    (value: string) => value.slice(0, -1),
    (value: string) => `${value} `,
    (value: string) => `${value.slice(0, -1)}%`,
    (value: string) => `${value.slice(0, -1)}_`,
  ];

  test(
    'matches no value in another case, by its beginning, with a blank at its end or by a pattern',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline }) => {
      const { country, board, grade, subject, topic } = await guideline.create({ board: 'State Board' });
      const exact = { country, board, grade, subject, topic };

      for (const of of variants) {
        const answers = await Promise.all([
          learnlikemagic.getCurriculum(200, { query: { country: of(country), board, grade } }),
          learnlikemagic.getCurriculum(200, { query: { country, board: of(board), grade } }),
          learnlikemagic.getCurriculum(200, { query: { country, board, grade, subject: of(subject) } }),
          learnlikemagic.getCurriculum(200, { query: { ...exact, topic: of(topic) } }),
        ]);

        expect(answers, `for "${of(country)}" and its like`).toEqual([
          { subjects: [], topics: null, subtopics: null },
          { subjects: [], topics: null, subtopics: null },
          { subjects: null, topics: [], subtopics: null },
          { subjects: null, topics: null, subtopics: [] },
        ]);
      }
    },
  );
});
