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
      // What differs by nature: ids, times, and what the model says.
      const seen = async (id: string, said: string): Promise<object> => {
        const path = { session_id: id };
        const { state, created_at, updated_at, ...row } = await storedSession(database, id);
        const shown = await learnlikemagic.getSession(200, { path });
        const read = { shown, state, row, summary: await learnlikemagic.getSummary(200, { path }) };
        const named = JSON.stringify({ ...read, times: [typeof created_at, typeof updated_at] });
        return JSON.parse(named.replaceAll(id, 'id').replaceAll(said, '…')) as object;
      };
      const inJson = (text: unknown): string => JSON.stringify(text).slice(1, -1);
      const said = ({ message, hints }: Pick<typeof turn, 'message' | 'hints'>): string =>
        inJson([{ role: 'teacher', msg: message, meta: { hints } }]);
      expect
        .soft(
          await seen(arranged.id, said({ ...arranged.firstTurn, hints: [...arranged.firstTurn.hints] })),
          'the start',
        )
        .toEqual(await seen(session_id, said(turn)));

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
