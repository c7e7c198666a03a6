import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  closedQuestion,
  epochOf,
  eventsOf,
  evidenceAfter,
  masteryAfter,
  routingOf,
  startMastery,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

const { right, wrong } = closedQuestion;

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'goes on to the next question after a right reply',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-10' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, student, goal, firstTurn } = await session.create();
      const before = await storedSession(database, id);
      const request = { path: { session_id: id }, body: { student_reply: right } };

      const answer = await learnlikemagic.submitStep.send(request);

      const step = answer.as(200);
      const { next_turn: turn, last_grading: grading } = step;
      expect.soft(routingOf(grading), 'where the grading leads').toBe('Advance');
      expect.soft(step, 'the answer').toMatchObject({
        routing: 'Advance',
        next_turn: { step_idx: 1, mastery_score: startMastery, is_complete: false },
      });
      const { state, events, created_at, updated_at, ...row } = await storedSession(database, id);
      expect.soft(row, 'the row').toEqual({ student, goal, mastery: startMastery, step_idx: 1 });
      expect.soft(state, 'the stored state').toEqual({
        session_id: id,
        student,
        goal,
        step_idx: 1,
        history: [
          { role: 'teacher', msg: firstTurn.message, meta: { hints: firstTurn.hints } },
          { role: 'student', msg: right, meta: null },
          { role: 'teacher', msg: turn.message, meta: { hints: turn.hints } },
        ],
        evidence: [],
        mastery_score: startMastery,
        last_grading: grading,
        next_action: 'present',
      });
      expect.soft(events, 'the events').toEqual([...before.events, ...eventsOf([grading])]);
      expect.soft(created_at, 'created_at').toBe(before.created_at);
      expect.soft(updated_at, 'updated_at').not.toBe(before.updated_at);
      expect.soft(Math.abs(epochOf(updated_at ?? '') - answer.date), 'updated_at').toBeLessThan(clockTolerance);
    },
  );

  test(
    'stays at the step and helps after a wrong reply',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-11' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, student, goal, firstTurn } = await session.create();
      const before = await storedSession(database, id);
      const request = { path: { session_id: id }, body: { student_reply: wrong } };

      const answer = await learnlikemagic.submitStep.send(request);

      const step = answer.as(200);
      const { next_turn: turn, last_grading: grading } = step;
      const mastery = turn.mastery_score;
      expect.soft(grading.score, 'the score').toBeLessThan(0.8);
      expect.soft(mastery, 'the mastery').toBeCloseTo(masteryAfter([grading]), 9);
      const next_turn = { step_idx: 0, hints: [], is_complete: false };
      expect.soft(step, 'the answer').toMatchObject({ routing: 'Remediate', next_turn });
      const { state, events, created_at, updated_at, ...row } = await storedSession(database, id);
      expect.soft(row, 'the row').toEqual({ student, goal, mastery, step_idx: 0 });
      expect.soft(state, 'the stored state').toEqual({
        session_id: id,
        student,
        goal,
        step_idx: 0,
        history: [
          { role: 'teacher', msg: firstTurn.message, meta: { hints: firstTurn.hints } },
          { role: 'student', msg: wrong, meta: null },
          { role: 'teacher', msg: turn.message, meta: { type: 'remediation' } },
        ],
        evidence: evidenceAfter([grading]),
        mastery_score: mastery,
        last_grading: grading,
        next_action: 'present',
      });
      expect.soft(events, 'the events').toEqual([...before.events, ...eventsOf([grading])]);
      expect.soft(created_at, 'created_at').toBe(before.created_at);
      expect.soft(updated_at, 'updated_at').not.toBe(before.updated_at);
      expect.soft(Math.abs(epochOf(updated_at ?? '') - answer.date), 'updated_at').toBeLessThan(clockTolerance);
    },
  );

  test(
    'logs every reply in order, with what was graded and where it led',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes'],
    },
    async ({ learnlikemagic, session, database }) => {
      const { id, gradings: earlier } = await session.create({ replies: ['wrong', 'right'] });
      const before = await storedSession(database, id);

      const {
        routing,
        next_turn: turn,
        last_grading: last,
      } = await learnlikemagic.submitStep(200, {
        path: { session_id: id },
        body: { student_reply: wrong },
      });

      const gradings = [...earlier, last];
      const mastery = turn.mastery_score;
      expect.soft(routing, 'where the reply leads').toBe('Remediate');
      expect.soft(mastery, 'the mastery').toBeCloseTo(masteryAfter(gradings), 9);
      const { events, state, ...row } = await storedSession(database, id);
      expect.soft(events, 'the events').toEqual([...before.events, ...eventsOf([last], earlier)]);
      expect.soft(row, 'the columns').toMatchObject({ mastery, step_idx: stepsAfter(gradings) });
      expect
        .soft(state, 'the stored state')
        .toMatchObject({ step_idx: 1, mastery_score: mastery, last_grading: last, evidence: evidenceAfter(gradings) });
      expect
        .soft(state.history, 'the history')
        .toEqual([
          ...before.state.history,
          { role: 'student', msg: wrong, meta: null },
          { role: 'teacher', msg: turn.message, meta: { type: 'remediation' } },
        ]);
    },
  );
});
