import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { rowsOfSession, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /sessions/{session_id}', () => {
  const lessons = [[], ['wrong'], ['wrong', 'right']] as const;

  test(
    'shows the state exactly as it is stored, at the start and after each reply, and changes nothing',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-13' } },
    async ({ learnlikemagic, session, database }) => {
      for (const replies of lessons) {
        const { id, student, goal, gradings } = await session.create({ replies });
        const path = { session_id: id };
        const before = await rowsOfSession(database, id);

        const state = await learnlikemagic.getSession(200, { path });

        const when = `after ${String(replies.length)} replies`;
        const { state: stored, step_idx } = await storedSession(database, id);
        expect.soft(state, `the state ${when}`).toEqual(stored);
        const last_grading = gradings.at(-1) ?? null;
        expect
          .soft(state, `what the state says ${when}`)
          .toMatchObject({ session_id: id, student, goal, step_idx, last_grading });
        await learnlikemagic.getSummary(200, { path });
        expect.soft(await learnlikemagic.getSession(200, { path }), `the same, read again ${when}`).toEqual(state);
        expect.soft(await rowsOfSession(database, id), `the rows ${when}`).toEqual(before);
      }
    },
  );

  test(
    'does not know a session that was never started',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ learnlikemagic }) => {
      const error = await learnlikemagic.getSession(404, { path: { session_id: randomUUID() } });

      expect(error).toEqual({ detail: 'Session not found' });
    },
  );
});
