import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { gradingAnswer, masteryAfter, startMastery, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

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
      expect(step).toMatchObject({ routing: 'Advance', last_grading: grading, next_turn: turn });
      expect(await storedSession(database, id)).toMatchObject({ step_idx: 1, mastery: startMastery });
    },
  );

  test(
    'answers Remediate to a lower score or a lower confidence, and moves the mastery',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      for (const { score, confidence, mastery } of [
        { score: 0.8, confidence: 0.59, mastery: 0.62 },
        { score: 0.79, confidence: 0.6, mastery: 0.616 },
        { score: 0.2, confidence: 1, mastery: 0.38 },
      ]) {
        const { id, goal } = await session.create();
        const grading = gradingAnswer(score, confidence, ['a label']);
        await model.answers({ purpose: 'grading', match: goal.topic, content: grading });

        const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

        const turn = { step_idx: 0, mastery_score: expect.closeTo(mastery, 9), is_complete: false };
        expect(step).toMatchObject({ routing: 'Remediate', last_grading: grading, next_turn: turn });
        const stored = { step_idx: 0, mastery: step.next_turn.mastery_score };
        expect(await storedSession(database, id)).toMatchObject(stored);
      }
    },
  );

  test(
    'completes a session by mastery, on the reply that reaches 0.85',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      // Full score without confidence: the only way in which mastery rises.
      const grading = gradingAnswer(1, 0.5);
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });
      const path = { session_id: id };

      for (const [mastery, isComplete] of [
        [0.7, false],
        [0.82, false],
        [0.892, true],
      ] as const) {
        const { routing, next_turn: turn } = await learnlikemagic.submitStep(200, { path, body: reply });
        expect({ routing, step_idx: turn.step_idx, is_complete: turn.is_complete }).toEqual({
          routing: 'Remediate',
          step_idx: 0,
          is_complete: isComplete,
        });
        expect(turn.mastery_score).toBeCloseTo(mastery, 9);
      }

      const { step_idx, mastery, state } = await storedSession(database, id);
      expect(mastery).toBeCloseTo(masteryAfter([grading, grading, grading]), 9);
      expect({ step_idx, stepInState: state.step_idx, masteryInState: state.mastery_score }).toEqual({
        step_idx: 0,
        stepInState: 0,
        masteryInState: mastery,
      });
    },
  );

  test(
    'completes a session at ten steps, without asking another question',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(0.8, 0.6) });
      const path = { session_id: id };

      for (const step_idx of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
        const { next_turn: turn } = await learnlikemagic.submitStep(200, { path, body: reply });
        expect(turn).toMatchObject({ step_idx, mastery_score: startMastery, is_complete: false });
      }
      const last = await learnlikemagic.submitStep(200, { path, body: reply });

      expect(last).toMatchObject({
        routing: 'Advance',
        next_turn: { step_idx: 10, mastery_score: startMastery, is_complete: true },
      });
      const purposes = (await model.calls(goal.topic)).map(({ purpose }) => purpose);
      const nineSteps = Array.from({ length: 9 }, () => ['grading', 'question']);
      expect(purposes).toEqual(['question', ...nineSteps.flat(), 'grading']);
      const { events, step_idx, mastery } = await storedSession(database, id);
      expect({ step_idx, mastery }).toEqual({ step_idx: 10, mastery: startMastery });
      expect(events).toHaveLength(21);
      expect(events.slice(-2)).toEqual([
        { node: 'check', step_idx: 10, payload: { grading: last.last_grading } },
        { node: 'advance', step_idx: 10, payload: { routing: 'Advance' } },
      ]);
    },
  );

  test(
    'keeps the last ten labels of remediated replies as evidence, and none of an advance',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const gradings = [
        gradingAnswer(0.1, 1, ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']),
        gradingAnswer(0.9, 1, ['advance']),
        gradingAnswer(0.1, 1, ['b1', 'b2', 'a1']),
        gradingAnswer(0.1, 1, ['c1', 'c2', 'c3']),
      ];
      const evidence: string[][] = [];
      for (const content of gradings) {
        await model.answers({ purpose: 'grading', match: goal.topic, times: 1, content });
        await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });
        evidence.push((await storedSession(database, id)).state.evidence);
      }

      expect(evidence).toEqual([
        ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
        ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
        ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'a1'],
        ['a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'a1', 'c1', 'c2', 'c3'],
      ]);
    },
  );
});
