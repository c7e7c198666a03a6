import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, eventsOf, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'goes on from an arranged session as from one that was started here, and every read answers alike',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const arranged = await session.create();
      const { student, goal } = arranged;
      const { session_id, first_turn: turn } = await learnlikemagic.createSession(200, { body: { student, goal } });
      // All but what differs by nature: ids, times, and the words of the model.
      const seen = async (id: string): Promise<object> => {
        const path = { session_id: id };
        const { history, ...shown } = await learnlikemagic.getSession(200, { path });
        const { state, created_at, updated_at, ...row } = await storedSession(database, id);
        const times = [created_at, updated_at].map((time) => typeof time);
        const turns = [history, state.history].map((each) =>
          each.map(({ role, meta }) => [role, Object.keys(meta ?? {})]),
        );
        const summary = await learnlikemagic.getSummary(200, { path });
        // In no order that is laid down (contract a.3).
        const lists = [summary.misconceptions_seen, summary.suggestions].map((list) => list.toSorted());
        return {
          shown: { ...shown, session_id: '' },
          state: { ...state, session_id: '', history: [] },
          row,
          times,
          turns,
          summary: { ...summary, misconceptions_seen: [], suggestions: [] },
          lists,
        };
      };
      expect.soft(await seen(arranged.id), 'the start').toEqual(await seen(session_id));

      for (const { id, firstTurn } of [arranged, { id: session_id, firstTurn: turn }]) {
        const path = { session_id: id };
        const step = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });
        const { next_turn: next, last_grading: grading } = step;
        const { state, mastery, step_idx, events } = await storedSession(database, id);
        expect.soft(step.routing, 'the routing').toBe('Advance');
        expect.soft(state.history, 'the history').toEqual([
          { role: 'teacher', msg: firstTurn.message, meta: { hints: firstTurn.hints } },
          { role: 'student', msg: closedQuestion.right, meta: null },
          { role: 'teacher', msg: next.message, meta: { hints: next.hints } },
        ]);
        const { mastery_score } = next;
        expect.soft({ mastery, step_idx }, 'the columns').toEqual({ mastery: mastery_score, step_idx: next.step_idx });
        expect
          .soft(state, 'the state')
          .toMatchObject({ step_idx: 1, mastery_score: 0.5, last_grading: grading, evidence: [] });
        expect.soft(events.slice(1), 'the events').toEqual(eventsOf([grading]));
        expect.soft(await learnlikemagic.getSession(200, { path }), 'the state that is shown').toEqual(state);
      }
    },
  );
});
