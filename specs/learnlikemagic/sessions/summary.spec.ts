import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  distinctLabels,
  gradingAnswer,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /sessions/{session_id}/summary', () => {
  test(
    'sums up a session that was only started',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id, goal } = await session.create();

      const summary = await learnlikemagic.getSummary(200, { path: { session_id: id } });

      expect(summary).toEqual({
        steps_completed: 0,
        mastery_score: 0.5,
        misconceptions_seen: [],
        suggestions: [expect.any(String), expect.any(String)],
      });
      expect(summary.suggestions).toContain(`Revisit the concepts around ${goal.topic}`);
      expect(await storedSession(database, id)).toMatchObject({ mastery: 0.5, step_idx: 0 });
    },
  );

  test(
    'counts the advances and collects the labels of several replies',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-12' } },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const path = { session_id: id };
      const { right, wrong } = closedQuestion;
      const replies = [right, wrong, right, wrong];
      const gradings = [];
      for (const student_reply of replies) {
        gradings.push((await learnlikemagic.submitStep(200, { path, body: { student_reply } })).last_grading);
      }

      const summary = await learnlikemagic.getSummary(200, { path });

      const { mastery, step_idx, events } = await storedSession(database, id);
      expect(stepsAfter(gradings)).toBe(2);
      expect({ step_idx, steps_completed: summary.steps_completed }).toEqual({ step_idx: 2, steps_completed: 2 });
      expect(summary.mastery_score).toBe(Number((mastery ?? NaN).toFixed(2)));
      expect(summary.misconceptions_seen.toSorted()).toEqual(distinctLabels(gradings).sort());
      const checks = events.filter(({ node }) => node === 'check').map(({ payload }) => payload);
      expect(checks).toEqual(gradings.map((grading) => ({ grading })));
    },
  );

  test(
    'rounds the mastery and suggests what fits it, from below 0.7 to above 0.85',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model }) => {
      const { id, goal } = await session.create({ goal: { learning_objectives: ['Counts', 'Adds'] } });
      const path = { session_id: id };
      // Full score without confidence is remediated: mastery moves by the worked figures 0.7, 0.82, 0.892.
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(1, 0.5) });
      const summaries = [await learnlikemagic.getSummary(200, { path })];
      for (let replies = 1; replies <= 3; replies++) {
        await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });
        summaries.push(await learnlikemagic.getSummary(200, { path }));
      }

      expect(summaries.map(({ mastery_score }) => mastery_score)).toEqual([0.5, 0.7, 0.82, 0.89]);
      expect(summaries.map(({ suggestions }) => suggestions.length)).toEqual([2, 2, 2, 2]);
      expect(summaries.map(({ suggestions }) => suggestions)).toEqual(
        [
          `Revisit the concepts around ${goal.topic}`,
          'Focus on: Counts',
          'Focus on: Counts',
          `Excellent work on ${goal.topic}!`,
        ].map((suggestion) => expect.arrayContaining([suggestion])),
      );
    },
  );

  test(
    'suggests more practice alone to a good student whose goal has no objectives',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model }) => {
      const { id, goal } = await session.create({ goal: { learning_objectives: [] } });
      const path = { session_id: id };
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(1, 0.5) });
      await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });

      const summary = await learnlikemagic.getSummary(200, { path });

      expect(summary).toMatchObject({ mastery_score: 0.7, suggestions: [expect.not.stringMatching(/^Focus on/)] });
    },
  );

  test(
    'names every label once, and suggests work on two of them at most',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model }) => {
      const { id, goal } = await session.create();
      const path = { session_id: id };
      // The labels of an advance count like those of a remediation.
      for (const [grading, seen, suggestion] of [
        [gradingAnswer(0.9, 0.9, ['guessing']), ['guessing'], /^Work on understanding: guessing$/],
        [
          gradingAnswer(0.1, 0.9, ['sign error', 'guessing']),
          ['guessing', 'sign error'],
          /^Work on understanding: (guessing, sign error|sign error, guessing)$/,
        ],
        [
          gradingAnswer(0.1, 0.9, ['haste']),
          ['guessing', 'haste', 'sign error'],
          /^Work on understanding: (?<first>guessing|sign error|haste), (?!\k<first>)(guessing|sign error|haste)$/,
        ],
      ] as const) {
        await model.answers({ purpose: 'grading', match: goal.topic, times: 1, content: grading });
        await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });
        const summary = await learnlikemagic.getSummary(200, { path });
        expect(summary.misconceptions_seen.toSorted()).toEqual(seen);
        expect(summary.suggestions).toHaveLength(3);
        expect(summary.suggestions).toContainEqual(expect.stringMatching(suggestion));
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
