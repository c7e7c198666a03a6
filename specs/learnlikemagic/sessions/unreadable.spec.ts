import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  answeredSomehow,
  closedQuestion,
  onUnreadable,
  operations,
  readsOfUnreadableState,
  refusedSomehow,
  rowsOfSession,
  sessionIdsOf,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

const body = { student_reply: closedQuestion.right };

// What is answered about a state that cannot be read is not laid down; that nothing is lost goes without saying.
test.describe('POST /sessions/{session_id}/step', () => {
  const states = [
    '{"session_id": ',
    'null',
    '["text"]',
    '{}',
    '{"step_idx": "two", "history": "none", "goal": [], "student": 4}',
  ];

  test(
    'refuses a session whose stored state cannot be read in clean words, and overwrites nothing',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      for (const stateJson of states) {
        const { id } = await session.create({ stateJson, replies: ['wrong'] });
        const before = await rowsOfSession(database, id);
        const request = { path: { session_id: id }, body, llmCalls: 2 };

        const answer = await learnlikemagic.send(onUnreadable(operations.submitStep), request);

        expect.soft(() => answer.as(answer.status), `the refusal with the state ${stateJson}`).not.toThrow();
        expect.soft(await rowsOfSession(database, id), `the rows with the state ${stateJson}`).toEqual(before);
      }
    },
  );

  test(
    'stores a reply with a NUL character whole, or refuses it in clean words and stores nothing of it',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const before = await storedSession(database, id);
      const reply = `${closedQuestion.right}\u0000`;
      const request = { path: { session_id: id }, body: { student_reply: reply }, llmCalls: 2 };

      const answer = await learnlikemagic.send(answeredSomehow(operations.submitStep), request);

      expect.soft(() => answer.as(answer.status), 'the answer').not.toThrow();
      // Taken or not, wholly so: a reply makes two entries and two events.
      const taken = Number(answer.status === 200);
      const { state, events } = await storedSession(database, id);
      const replies = state.history.filter(({ role }) => role === 'student').map(({ msg }) => msg);
      expect.soft(replies, 'the replies').toEqual([reply].slice(0, taken));
      expect.soft(state.history, 'the history').toHaveLength(before.state.history.length + 2 * taken);
      expect.soft(events, 'the events').toHaveLength(before.events.length + 2 * taken);
    },
  );

  test(
    'refuses a session id with a NUL character in clean words',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic }) => {
      const request = { path: { session_id: `${randomUUID()}\u0000` }, body };

      const answer = await learnlikemagic.send(refusedSomehow(operations.submitStep), request);

      expect(() => answer.as(answer.status), 'the refusal').not.toThrow();
    },
  );
});

test.describe('POST /sessions', () => {
  test(
    'refuses a guideline id with a NUL character in clean words, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const goal = goals.build(guideline.build(), { guideline_id: `${randomUUID()}\u0000` });

      const answer = await learnlikemagic.send(refusedSomehow(operations.createSession), { body: { student, goal } });

      expect.soft(() => answer.as(answer.status), 'the refusal').not.toThrow();
      expect.soft(await sessionIdsOf(database, student.id), 'sessions of the student').toEqual([]);
    },
  );
});

for (const candidate of readsOfUnreadableState) {
  test.describe(`GET ${candidate.path}`, () => {
    test(
      'shows nothing of the inside where the stored state cannot be read, and overwrites nothing',
      { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
      async ({ learnlikemagic, session, database }) => {
        for (const stateJson of ['{"session_id": ', '["text"]', '{}']) {
          const { id } = await session.create({ stateJson });
          const before = await rowsOfSession(database, id);

          const answer = await learnlikemagic.send(candidate, { path: { session_id: id } });

          expect.soft(() => answer.as(answer.status), `the answer with the state ${stateJson}`).not.toThrow();
          expect.soft(await rowsOfSession(database, id), `the rows with the state ${stateJson}`).toEqual(before);
        }
      },
    );
  });
}
