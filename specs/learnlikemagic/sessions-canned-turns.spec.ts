import { expect, test } from '../../fixtures/index.ts';
import { closedQuestion, sessionIdsOf, storedSession } from '../../fixtures/learnlikemagic-values.ts';

const faults = [
  ['cannot be reached', { reset: true }],
  ['refuses', { status: 400 }],
  ['is throttled', { status: 429 }],
] as const;

const contents = [
  ['no content', null],
  ['text that is no JSON', 'What is 2 + 2?'],
  ['no message', { hints: ['Count.'], expected_answer_form: 'number' }],
] as const;

test.describe('POST /sessions', () => {
  for (const [what, fault] of faults) {
    test(
      `starts with the one canned question when the model ${what}`,
      {
        tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
      },
      async ({ learnlikemagic, guideline, student: students, goal: goals, model, database }) => {
        const goal = goals.build(await guideline.create());
        const other = goals.build(await guideline.create());
        const student = students.build();
        await model.fails({ purpose: 'question', match: goal.topic, with: fault });
        await model.fails({ purpose: 'question', match: other.topic, with: { status: 400 } });

        const { session_id, first_turn: turn } = await learnlikemagic.createSession(200, { body: { student, goal } });
        const again = await learnlikemagic.createSession(200, { body: { student: students.build(), goal: other } });

        expect(turn.hints).toHaveLength(1);
        expect(again.first_turn).toEqual(turn);
        const { state, events } = await storedSession(database, session_id);
        expect(state.history).toEqual([{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }]);
        expect(events).toEqual([{ node: 'present', step_idx: 0, payload: { action: 'initial_question' } }]);
        expect(await sessionIdsOf(database, student.id)).toEqual([session_id]);
      },
    );
  }

  test(
    'starts with a canned question when the model gives none that can be used',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, guideline, student, goal: goals, model, database }) => {
      const goal = goals.build(await guideline.create());
      for (const [what, content] of contents) {
        await test.step(`a question with ${what}`, async () => {
          await model.answers({ purpose: 'question', match: goal.topic, times: 1, content });
          const { session_id, first_turn: turn } = await learnlikemagic.createSession(200, {
            body: { student: student.build(), goal },
          });
          expect(turn).toMatchObject({ hints: [expect.not.stringMatching(/^Count\.$/)] });
          const { state } = await storedSession(database, session_id);
          expect(state.history).toEqual([{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }]);
        });
      }
    },
  );
});

test.describe('POST /sessions/{session_id}/step', () => {
  for (const [what, fault] of faults) {
    test(
      `helps and asks with canned words when the model grades but then ${what}`,
      {
        tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
      },
      async ({ learnlikemagic, session, model, database }) => {
        const { id, goal } = await session.create();
        const path = { session_id: id };
        await model.fails({ purpose: 'remediation', match: goal.topic, with: fault });
        await model.fails({ purpose: 'question', match: goal.topic, with: fault });

        const help = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.wrong } });
        const asked = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });

        expect(help).toMatchObject({ routing: 'Remediate', next_turn: { hints: [], step_idx: 0 } });
        expect(asked).toMatchObject({ routing: 'Advance', next_turn: { hints: [expect.any(String)], step_idx: 1 } });
        const { state, events } = await storedSession(database, id);
        expect(state.history.slice(1)).toEqual([
          { role: 'student', msg: closedQuestion.wrong, meta: null },
          { role: 'teacher', msg: help.next_turn.message, meta: { type: 'remediation' } },
          { role: 'student', msg: closedQuestion.right, meta: null },
          { role: 'teacher', msg: asked.next_turn.message, meta: { hints: asked.next_turn.hints } },
        ]);
        expect(events.map(({ node }) => node)).toEqual(['present', 'check', 'remediate', 'check', 'advance']);
      },
    );
  }

  test(
    'helps and asks with canned words when the model gives none that can be used',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const path = { session_id: id };
      for (const [what, content] of contents) {
        await test.step(`a turn with ${what}`, async () => {
          await model.answers({ purpose: 'remediation', match: goal.topic, times: 1, content });
          await model.answers({ purpose: 'question', match: goal.topic, times: 1, content });
          const help = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.wrong } });
          const asked = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.right } });
          expect(help).toMatchObject({ routing: 'Remediate', next_turn: { hints: [] } });
          expect(asked).toMatchObject({
            routing: 'Advance',
            next_turn: { hints: [expect.not.stringMatching(/^Count\.$/)] },
          });
          expect((await storedSession(database, id)).state.history.slice(-4)).toMatchObject([
            { role: 'student', msg: closedQuestion.wrong },
            { role: 'teacher', msg: help.next_turn.message },
            { role: 'student', msg: closedQuestion.right },
            { role: 'teacher', msg: asked.next_turn.message },
          ]);
        });
      }
      expect(await storedSession(database, id)).toMatchObject({ step_idx: contents.length });
    },
  );
});
