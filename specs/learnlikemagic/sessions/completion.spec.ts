import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  eventsOf,
  gradingAnswer,
  masteryAfter,
  startMastery,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

const { right } = closedQuestion;
const body = { student_reply: right };
const rightReplies = (count: number): 'right'[] => Array.from({ length: count }, () => 'right');

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'completes a session on its tenth right reply, and not before, with words of the tutor',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id, gradings } = await session.create({ replies: rightReplies(8) });
      const path = { session_id: id };
      const ninth = await learnlikemagic.submitStep(200, { path, body });
      const before = await storedSession(database, id);

      const tenth = await learnlikemagic.submitStep(200, { path, body });

      expect.soft(ninth.next_turn, 'the ninth step').toMatchObject({ step_idx: 9, is_complete: false });
      expect.soft(tenth.next_turn, 'the tenth step').toMatchObject({ step_idx: 10, is_complete: true });
      expect.soft(tenth.routing, 'where the tenth reply leads').toBe('Advance');
      const { message, mastery_score: mastery } = tenth.next_turn;
      expect.soft(message.trim(), "the tutor's message").not.toBe('');
      expect.soft(message, "the tutor's message").not.toContain(right);
      const stored = await storedSession(database, id);
      expect
        .soft({ mastery: stored.mastery, step_idx: stored.step_idx }, 'the columns')
        .toEqual({ mastery, step_idx: 10 });
      const { history, ...state } = stored.state;
      expect
        .soft(state, 'the stored state')
        .toMatchObject({ step_idx: 10, mastery_score: mastery, last_grading: tenth.last_grading });
      const { length } = before.state.history;
      expect.soft(history.slice(0, length), 'the history so far').toEqual(before.state.history);
      expect
        .soft(history.slice(length, length + 1), 'the reply')
        .toEqual([{ role: 'student', msg: right, meta: null }]);
      // Whether the last words are stored is not laid down; others may not be.
      const last = history.slice(length + 1).map(({ role, msg }) => ({ role, msg }));
      expect.soft([[], [{ role: 'teacher', msg: message }]], 'what follows the reply').toContainEqual(last);
      const both = [ninth.last_grading, tenth.last_grading];
      expect.soft(stored.events.slice(-4), 'the events').toEqual(eventsOf(both, gradings));
      expect.soft(stored.events, 'all events').toHaveLength(21);
      const summary = await learnlikemagic.getSummary(200, { path });
      expect.soft(summary.steps_completed, 'the steps of the summary').toBe(10);
    },
  );

  test(
    'completes a session at ten steps, without asking another question',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create({ replies: rightReplies(9) });
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(0.8, 0.6) });
      const { length } = await model.calls(goal.topic);

      const last = await learnlikemagic.submitStep(200, { path: { session_id: id }, body });

      expect.soft(last, 'the answer').toMatchObject({
        routing: 'Advance',
        next_turn: { step_idx: 10, mastery_score: startMastery, is_complete: true },
      });
      const purposes = (await model.calls(goal.topic)).slice(length).map(({ purpose }) => purpose);
      expect.soft(purposes, 'the calls of the model').toEqual(['grading']);
      const { events, step_idx, mastery } = await storedSession(database, id);
      expect.soft({ step_idx, mastery }, 'the columns').toEqual({ step_idx: 10, mastery: startMastery });
      expect.soft(events.slice(-2), 'the events').toEqual([
        { node: 'check', step_idx: 10, payload: { grading: last.last_grading } },
        { node: 'advance', step_idx: 10, payload: { routing: 'advance' } },
      ]);
    },
  );

  test(
    'completes a session by mastery, on the reply that reaches 0.85',
    { tag: ['@integration', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, model, database }) => {
      // Full score without confidence: the only way in which mastery rises. The worked figures are 0.7, 0.82, 0.892.
      const grading = gradingAnswer(1, 0.5);
      const { id, goal } = await session.create({ replies: [grading] });
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });
      const path = { session_id: id };

      const steps = [
        await learnlikemagic.submitStep(200, { path, body }),
        await learnlikemagic.submitStep(200, { path, body }),
      ];

      for (const [index, [mastery, is_complete]] of (
        [
          [0.82, false],
          [0.892, true],
        ] as const
      ).entries()) {
        expect.soft(steps[index], `the answer with a mastery of ${String(mastery)}`).toMatchObject({
          routing: 'Remediate',
          next_turn: { step_idx: 0, mastery_score: expect.closeTo(mastery, 9), is_complete },
        });
      }
      const { step_idx, mastery, state } = await storedSession(database, id);
      expect.soft(mastery, 'the mastery in its column').toBeCloseTo(masteryAfter([grading, grading, grading]), 9);
      expect.soft(state, 'the stored state').toMatchObject({ step_idx: 0, mastery_score: mastery });
      expect.soft(step_idx, 'the step in its column').toBe(0);
    },
  );
});
