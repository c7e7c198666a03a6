import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /sessions/{session_id}', () => {
  test(
    'shows the state exactly as it is stored, at the start and after each reply, and changes nothing',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'], annotation: { type: 'plan', description: 'LLM-13' } },
    async ({ learnlikemagic, session, database }) => {
      const { id, student, goal } = await session.create();
      const path = { session_id: id };
      const atStart = await learnlikemagic.getSession(200, { path });

      expect(atStart).toMatchObject({ session_id: id, student, goal, step_idx: 0, last_grading: null });
      expect(atStart).toEqual((await storedSession(database, id)).state);
      for (const student_reply of [closedQuestion.wrong, closedQuestion.right]) {
        const { last_grading } = await learnlikemagic.submitStep(200, { path, body: { student_reply } });
        const state = await learnlikemagic.getSession(200, { path });
        expect(state).toMatchObject({ session_id: id, last_grading });
        const stored = await storedSession(database, id);
        expect(state).toEqual(stored.state);
        await learnlikemagic.getSummary(200, { path });
        expect(await learnlikemagic.getSession(200, { path })).toEqual(state);
        expect(await storedSession(database, id)).toEqual(stored);
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
