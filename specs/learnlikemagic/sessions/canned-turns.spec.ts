import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, sessionIdsOf, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

const faults = [{ reset: true }, { status: 400 }, { status: 429 }] as const;

const contents = [
  ['no content', null],
  ['text that is no JSON', 'What is 2 + 2?'],
  ['no message', { hints: ['Count.'], expected_answer_form: 'number' }],
] as const;

test.describe('POST /sessions', () => {
  test(
    'starts with the one canned question when the model refuses, is throttled or cannot be reached',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'] },
    async ({ learnlikemagic, guideline, student: students, goal: goals, model, database }) => {
      const starts = [];
      for (const fault of faults) {
        const student = students.build();
        const goal = goals.build(await guideline.create());
        await model.fails({ purpose: 'question', match: goal.topic, with: fault });
        starts.push({ student, goal });
      }

      const started = await Promise.all(starts.map((body) => learnlikemagic.createSession(200, { body })));

      const turns = started.map(({ first_turn }) => first_turn);
      expect(turns[0]?.hints).toHaveLength(1);
      expect(turns).toEqual(turns.map(() => turns[0]));
      for (const [index, { session_id, first_turn: turn }] of started.entries()) {
        const { state, events } = await storedSession(database, session_id);
        expect(state.history).toEqual([{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }]);
        expect(events).toEqual([{ node: 'present', step_idx: 0, payload: { action: 'initial_question' } }]);
        expect(await sessionIdsOf(database, String(starts[index]?.student.id))).toEqual([session_id]);
      }
    },
  );

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
  test(
    'helps and asks with canned words when the model grades but then refuses, is throttled or cannot be reached',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'] },
    async ({ learnlikemagic, session, model, database }) => {
      const paths: { session_id: string }[] = [];
      for (const fault of faults) {
        const { id, goal } = await session.create();
        await model.fails({ purpose: 'remediation', match: goal.topic, with: fault });
        await model.fails({ purpose: 'question', match: goal.topic, with: fault });
        paths.push({ session_id: id });
      }
      const reply = (student_reply: string): Promise<Awaited<ReturnType<typeof learnlikemagic.submitStep<200>>>[]> =>
        Promise.all(paths.map((path) => learnlikemagic.submitStep(200, { path, body: { student_reply } })));

      const helps = await reply(closedQuestion.wrong);
      const questions = await reply(closedQuestion.right);

      const help = { routing: 'Remediate', next_turn: { hints: [], step_idx: 0 } };
      const asked = { routing: 'Advance', next_turn: { hints: [expect.any(String)], step_idx: 1 } };
      expect(helps).toMatchObject(faults.map(() => help));
      expect(questions).toMatchObject(faults.map(() => asked));
      for (const [index, { session_id }] of paths.entries()) {
        const { state, events } = await storedSession(database, session_id);
        expect(state.history.slice(1)).toEqual([
          { role: 'student', msg: closedQuestion.wrong, meta: null },
          { role: 'teacher', msg: helps[index]?.next_turn.message, meta: { type: 'remediation' } },
          { role: 'student', msg: closedQuestion.right, meta: null },
          {
            role: 'teacher',
            msg: questions[index]?.next_turn.message,
            meta: { hints: questions[index]?.next_turn.hints },
          },
        ]);
        expect(events.map(({ node }) => node)).toEqual(['present', 'check', 'remediate', 'check', 'advance']);
      }
    },
  );

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
