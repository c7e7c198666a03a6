import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  masteryAfter,
  routingOf,
  startMastery,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'goes on to the next question after a right reply',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-10' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, student, goal, firstTurn } = await session.create();
      const before = await storedSession(database, id);

      const step = await learnlikemagic.submitStep(200, {
        path: { session_id: id },
        body: { student_reply: closedQuestion.right },
      });

      const { next_turn: turn, last_grading: grading } = step;
      expect(routingOf(grading)).toBe('Advance');
      expect(step).toMatchObject({
        routing: 'Advance',
        next_turn: { step_idx: 1, mastery_score: startMastery, is_complete: false },
      });
      const stored = await storedSession(database, id);
      expect(stored).toEqual({
        student,
        goal,
        state: {
          session_id: id,
          student,
          goal,
          step_idx: 1,
          history: [
            { role: 'teacher', msg: firstTurn.message, meta: { hints: firstTurn.hints } },
            { role: 'student', msg: closedQuestion.right, meta: null },
            { role: 'teacher', msg: turn.message, meta: { hints: turn.hints } },
          ],
          evidence: [],
          mastery_score: startMastery,
          last_grading: grading,
          next_action: 'present',
        },
        mastery: startMastery,
        step_idx: 1,
        created_at: before.created_at,
        updated_at: expect.any(String),
        events: [
          ...before.events,
          { node: 'check', step_idx: 1, payload: { grading } },
          { node: 'advance', step_idx: 1, payload: { routing: 'Advance' } },
        ],
      });
      // One spelling with six decimals: the texts sort as the times do.
      expect([before.updated_at, stored.updated_at].toSorted()).toEqual([before.updated_at, stored.updated_at]);
      expect(stored.updated_at).not.toBe(before.updated_at);
    },
  );

  test(
    'stays at the step and helps after a wrong reply',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-11' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, student, goal, firstTurn } = await session.create();
      const before = await storedSession(database, id);

      const step = await learnlikemagic.submitStep(200, {
        path: { session_id: id },
        body: { student_reply: closedQuestion.wrong },
      });

      const { next_turn: turn, last_grading: grading } = step;
      const mastery = turn.mastery_score;
      expect(grading.score).toBeLessThan(0.8);
      expect(mastery).toBeCloseTo(masteryAfter([grading]), 9);
      expect(step).toMatchObject({ routing: 'Remediate', next_turn: { step_idx: 0, hints: [], is_complete: false } });
      const stored = await storedSession(database, id);
      expect(stored).toEqual({
        student,
        goal,
        state: {
          session_id: id,
          student,
          goal,
          step_idx: 0,
          history: [
            { role: 'teacher', msg: firstTurn.message, meta: { hints: firstTurn.hints } },
            { role: 'student', msg: closedQuestion.wrong, meta: null },
            { role: 'teacher', msg: turn.message, meta: { type: 'remediation' } },
          ],
          evidence: grading.labels,
          mastery_score: mastery,
          last_grading: grading,
          next_action: 'present',
        },
        mastery,
        step_idx: 0,
        created_at: before.created_at,
        updated_at: expect.any(String),
        events: [
          ...before.events,
          { node: 'check', step_idx: 0, payload: { grading } },
          { node: 'remediate', step_idx: 0, payload: { routing: 'Remediate' } },
        ],
      });
      expect([before.updated_at, stored.updated_at].toSorted()).toEqual([before.updated_at, stored.updated_at]);
      expect(stored.updated_at).not.toBe(before.updated_at);
    },
  );

  test(
    'logs every reply in order, with what was graded and where it led',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes'],
    },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const path = { session_id: id };
      const { right, wrong } = closedQuestion;

      const first = await learnlikemagic.submitStep(200, { path, body: { student_reply: wrong } });
      const second = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      const third = await learnlikemagic.submitStep(200, { path, body: { student_reply: wrong } });

      const gradings = [first, second, third].map(({ last_grading }) => last_grading);
      expect([first, second, third].map(({ routing }) => routing)).toEqual(['Remediate', 'Advance', 'Remediate']);
      expect(third.next_turn.mastery_score).toBeCloseTo(masteryAfter(gradings), 9);
      expect(second.next_turn.mastery_score).toBe(first.next_turn.mastery_score);
      const { events, state, mastery, step_idx } = await storedSession(database, id);
      expect(events).toEqual([
        { node: 'present', step_idx: 0, payload: { action: 'initial_question' } },
        { node: 'check', step_idx: 0, payload: { grading: first.last_grading } },
        { node: 'remediate', step_idx: 0, payload: { routing: 'Remediate' } },
        { node: 'check', step_idx: 1, payload: { grading: second.last_grading } },
        { node: 'advance', step_idx: 1, payload: { routing: 'Advance' } },
        { node: 'check', step_idx: 1, payload: { grading: third.last_grading } },
        { node: 'remediate', step_idx: 1, payload: { routing: 'Remediate' } },
      ]);
      expect(state.evidence).toEqual([...first.last_grading.labels, ...third.last_grading.labels].slice(-10));
      expect({ mastery, step_idx }).toEqual({ mastery: third.next_turn.mastery_score, step_idx: stepsAfter(gradings) });
      expect({ ...state, history: state.history.map(({ role, msg }) => `${role}: ${msg}`).slice(1) }).toMatchObject({
        step_idx: 1,
        mastery_score: third.next_turn.mastery_score,
        last_grading: third.last_grading,
        history: [
          `student: ${wrong}`,
          `teacher: ${first.next_turn.message}`,
          `student: ${right}`,
          `teacher: ${second.next_turn.message}`,
          `student: ${wrong}`,
          `teacher: ${third.next_turn.message}`,
        ],
      });
    },
  );
});
