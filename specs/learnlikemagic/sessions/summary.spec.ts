import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  distinctLabels,
  gradingAnswer,
  masteryAfter,
  roundingsOf,
  rowsOfSession,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /sessions/{session_id}/summary', () => {
  test(
    'sums up a session that was only started',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id, goal } = await session.create();
      const before = await rowsOfSession(database, id);

      const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

      const { suggestions, ...figures } = summary;
      const wanted = { steps_completed: 0, mastery_score: 0.5, misconceptions_seen: [] };
      expect.soft(figures, 'the figures').toEqual(wanted);
      expect.soft(suggestions, 'the suggestions').toHaveLength(2);
      expect.soft(suggestions, 'the suggestions').toContain(`Revisit the concepts around ${goal.topic}`);
      expect.soft(await rowsOfSession(database, id), 'the rows').toEqual(before);
    },
  );

  test(
    'counts the advances and collects the labels of several replies',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-12' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, gradings } = await session.create({ replies: ['right', 'wrong', 'right', 'wrong'] });

      const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

      expect.soft(summary.steps_completed, 'the steps').toBe(2);
      expect.soft(roundingsOf(masteryAfter(gradings)), 'the rounded mastery').toContain(summary.mastery_score);
      expect
        .soft(summary.misconceptions_seen.toSorted(), 'the misconceptions')
        .toEqual(distinctLabels(gradings).sort());
      const { mastery, step_idx } = await storedSession(database, id);
      expect.soft({ mastery: mastery?.toFixed(6), step_idx }, 'the columns').toEqual({
        mastery: masteryAfter(gradings).toFixed(6),
        step_idx: 2,
      });
    },
  );

  // Full score without confidence is remediated: mastery moves by the worked figures 0.7, 0.82, 0.892.
  const rising = gradingAnswer(1, 0.5);

  test(
    'rounds the mastery and suggests what fits it, from below 0.7 to above 0.85',
    { tag: ['@integration', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session }) => {
      for (const [mastery, replies, suggestion] of [
        [0.5, [], 'Revisit the concepts around {topic}'],
        [0.7, [rising], 'Focus on: Counts'],
        [0.82, [rising, rising], 'Focus on: Counts'],
        [0.89, [rising, rising, rising], 'Excellent work on {topic}!'],
      ] as const) {
        const { id, goal } = await session.create({ goal: { learning_objectives: ['Counts', 'Adds'] }, replies });

        const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

        const named = `at ${String(mastery)}`;
        expect.soft(summary.mastery_score, `the mastery ${named}`).toBe(mastery);
        expect.soft(summary.suggestions, `the suggestions ${named}`).toHaveLength(2);
        const wanted = suggestion.replace('{topic}', goal.topic);
        expect.soft(summary.suggestions, `the suggestions ${named}`).toContain(wanted);
      }
    },
  );

  test(
    'suggests more practice alone to a good student whose goal has no objectives',
    { tag: ['@integration', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session }) => {
      const { id } = await session.create({ goal: { learning_objectives: [] }, replies: [rising] });

      const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

      expect(summary).toMatchObject({ mastery_score: 0.7, suggestions: [expect.not.stringMatching(/^Focus on/)] });
    },
  );

  test(
    'names every label once, and suggests work on two of them at most',
    { tag: ['@integration', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session }) => {
      // The labels of an advance count like those of a remediation.
      const gradings = [
        gradingAnswer(0.9, 0.9, ['guessing']),
        gradingAnswer(0.1, 0.9, ['sign error', 'guessing']),
        gradingAnswer(0.1, 0.9, ['haste']),
      ];
      for (const [count, seen, suggestion] of [
        [1, ['guessing'], /^Work on understanding: guessing$/],
        [2, ['guessing', 'sign error'], /^Work on understanding: (guessing, sign error|sign error, guessing)$/],
        [
          3,
          ['guessing', 'haste', 'sign error'],
          /^Work on understanding: (?<first>guessing|sign error|haste), (?!\k<first>)(guessing|sign error|haste)$/,
        ],
      ] as const) {
        const { id } = await session.create({ replies: gradings.slice(0, count) });

        const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

        const named = `of ${String(count)} replies`;
        expect.soft(summary.misconceptions_seen.toSorted(), `the misconceptions ${named}`).toEqual(seen);
        expect.soft(summary.suggestions, `the suggestions ${named}`).toHaveLength(3);
        expect.soft(summary.suggestions, `the suggestions ${named}`).toContainEqual(expect.stringMatching(suggestion));
      }
    },
  );

  test(
    'does not know a session that was never started',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic }) => {
      const session_id = randomUUID();

      const error = await learnlikemagic.getSummary(404, { path: { session_id } });

      expect(error).toEqual({ detail: `Session ${session_id} not found` });
    },
  );
});
