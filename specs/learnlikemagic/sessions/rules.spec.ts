import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { gradingAnswer, startMastery, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

const reply = { student_reply: 'The answer is 4.' };

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'answers Advance to a score of 0.8 with confidence 0.6',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const grading = gradingAnswer(0.8, 0.6, ['a label']);
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      const turn = { step_idx: 1, mastery_score: startMastery, is_complete: false };
      expect.soft(step, 'the answer').toMatchObject({ routing: 'Advance', last_grading: grading, next_turn: turn });
      const { step_idx, mastery, state } = await storedSession(database, id);
      expect.soft({ step_idx, mastery }, 'the columns').toEqual({ step_idx: 1, mastery: startMastery });
      expect.soft(state.evidence, 'the evidence: none of an advance').toEqual([]);
    },
  );

  test(
    'answers Remediate to a lower score or a lower confidence, and moves the mastery',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      for (const { score, confidence, mastery } of [
        { score: 0.8, confidence: 0.59, mastery: 0.62 },
        { score: 0.79, confidence: 0.6, mastery: 0.616 },
      ]) {
        const { id, goal } = await session.create();
        const grading = gradingAnswer(score, confidence, ['a label']);
        await model.answers({ purpose: 'grading', match: goal.topic, content: grading });

        const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

        const graded = `score ${String(score)}, confidence ${String(confidence)}`;
        const turn = { step_idx: 0, mastery_score: expect.closeTo(mastery, 9), is_complete: false };
        expect
          .soft(step, `the answer to ${graded}`)
          .toMatchObject({ routing: 'Remediate', last_grading: grading, next_turn: turn });
        const stored = await storedSession(database, id);
        expect
          .soft({ step_idx: stored.step_idx, mastery: stored.mastery }, `the columns after ${graded}`)
          .toEqual({ step_idx: 0, mastery: expect.closeTo(mastery, 9) });
      }
    },
  );

  test(
    'keeps the last ten labels of remediated replies as evidence, and none of an advance',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create({
        replies: [
          gradingAnswer(0.1, 1, ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']),
          gradingAnswer(0.9, 1, ['advance']),
          gradingAnswer(0.1, 1, ['b1', 'b2', 'a1']),
        ],
      });
      const before = (await storedSession(database, id)).state.evidence;
      const grading = gradingAnswer(0.1, 1, ['c1', 'c2', 'c3']);
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });

      await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      expect.soft(before, 'nine labels').toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'a1']);
      const lastTen = ['a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'a1', 'c1', 'c2', 'c3'];
      expect.soft((await storedSession(database, id)).state.evidence, 'the last ten of twelve').toEqual(lastTen);
    },
  );
});
