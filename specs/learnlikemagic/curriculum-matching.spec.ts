import { expect, test } from '../../fixtures/index.ts';

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
    ['in another case', (value: string) => value.toUpperCase()],
    ['by its beginning', (value: string) => value.slice(0, -1)],
    ['with a blank at its end', (value: string) => `${value} `],
    ['by a pattern', (value: string) => `${value.slice(0, -1)}%`],
    ['with a wildcard for a letter', (value: string) => `${value.slice(0, -1)}_`],
  ] as const;

  for (const [variant, of] of variants) {
    test(
      `matches no value ${variant}`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ learnlikemagic, guideline }) => {
        const { country, board, grade, subject, topic } = await guideline.create({ board: 'State Board' });
        const exact = { country, board, grade, subject, topic };

        const answers = await Promise.all([
          learnlikemagic.getCurriculum(200, { query: { country: of(country), board, grade } }),
          learnlikemagic.getCurriculum(200, { query: { country, board: of(board), grade } }),
          learnlikemagic.getCurriculum(200, { query: { country, board, grade, subject: of(subject) } }),
          learnlikemagic.getCurriculum(200, { query: { ...exact, topic: of(topic) } }),
        ]);

        expect(answers).toEqual([
          { subjects: [], topics: null, subtopics: null },
          { subjects: [], topics: null, subtopics: null },
          { subjects: null, topics: [], subtopics: null },
          { subjects: null, topics: null, subtopics: [] },
        ]);
      },
    );
  }
});
