import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { gradingAnswer, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

const reply = { student_reply: 'It is four, I say.' };

/** How the contract wants every call of a session made (section e, P6 to P8). */
const manner = { attempt: 0, max_tokens: 500, temperature: 0.7, response_format: 'json_object' };

test.describe('POST /sessions', () => {
  test(
    'passes questions and their hints on, and stores them',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, guideline, student, goal: goals, model, database }) => {
      const goal = goals.build(await guideline.create());
      const question = {
        message: 'Was ist ½ + ½? 🤔',
        hints: ['Zähle.', 'Use "halves"'],
        expected_answer_form: 'number',
      };
      const withoutHints = { message: 'What is 2 + 2?' };
      await model.answers({ purpose: 'question', match: goal.topic, times: 1, content: question });
      await model.answers({ purpose: 'question', match: goal.topic, content: withoutHints });
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(0.9) });

      const started = await learnlikemagic.createSession(200, { body: { student: student.build(), goal } });

      const { message, hints } = question;
      expect(started.first_turn).toEqual({ message, hints, step_idx: 0 });
      const path = { session_id: started.session_id };
      const { next_turn } = await learnlikemagic.submitStep(200, { path, body: reply });
      expect(next_turn).toMatchObject({ ...withoutHints, hints: [], step_idx: 1 });
      const { state } = await storedSession(database, started.session_id);
      expect(state.history).toEqual([
        { role: 'teacher', msg: message, meta: { hints } },
        { role: 'student', msg: reply.student_reply, meta: null },
        { role: 'teacher', msg: withoutHints.message, meta: { hints: [] } },
      ]);
    },
  );

  test(
    'asks the model for one question, from the goal, the student and the guideline',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ session, model }) => {
      const { goal, student, guideline } = await session.create();

      const calls = await model.calls(goal.topic);

      expect(calls).toEqual([expect.objectContaining({ purpose: 'question', ...manner })]);
      expect(calls.map(({ user }): unknown => JSON.parse(user))).toEqual([
        {
          topic: goal.topic,
          grade: student.grade,
          prefs: student.prefs,
          step_idx: 0,
          teaching_guideline: expect.stringContaining(guideline.guideline),
          conversation_history: expect.stringMatching(/^\[.+\]$/),
          last_grading: null,
        },
      ]);
    },
  );
});

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'asks the model to grade, then for the next question, with the conversation so far',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model }) => {
      const { id, goal, student, guideline, firstTurn } = await session.create();
      const grading = gradingAnswer(0.9, 0.9, ['well counted']);
      const question = { message: 'And what is 2 + 2 once more?', hints: ['Count two and two.'] };
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });
      await model.answers({ purpose: 'question', match: goal.topic, content: question });

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      expect(step.next_turn).toMatchObject(question);
      const calls = await model.calls(goal.topic);
      expect(calls).toMatchObject([
        { purpose: 'question', ...manner },
        { purpose: 'grading', ...manner },
        { purpose: 'question', ...manner },
      ]);
      expect(new Set(calls.map((call) => call.model)).size).toBe(1);
      expect(calls.slice(1).map(({ user }): unknown => JSON.parse(user))).toEqual([
        {
          topic: goal.topic,
          reply: reply.student_reply,
          expected_concepts: expect.anything(),
          conversation_history: expect.stringContaining(`Teacher: ${firstTurn.message}`),
        },
        {
          topic: goal.topic,
          grade: student.grade,
          prefs: student.prefs,
          step_idx: 1,
          teaching_guideline: expect.stringContaining(guideline.guideline),
          conversation_history: expect.stringContaining(
            `Teacher: ${firstTurn.message}\nStudent: ${reply.student_reply}`,
          ),
          last_grading: expect.anything(),
        },
      ]);
    },
  );

  test(
    'asks the model to grade, then for help, from the labels and the score',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model }) => {
      const { id, goal } = await session.create();
      await model.answers({
        purpose: 'grading',
        match: goal.topic,
        content: gradingAnswer(0.25, 0.9, ['off by one', 'guessing']),
      });

      await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      const calls = await model.calls(goal.topic);
      expect(calls).toMatchObject([
        { purpose: 'question', ...manner },
        { purpose: 'grading', ...manner },
        { purpose: 'remediation', ...manner },
      ]);
      expect(calls.slice(2).map(({ user }): unknown => JSON.parse(user))).toEqual([
        { labels: ['off by one', 'guessing'], last_score: 0.25, topic: goal.topic },
      ]);
    },
  );

  test(
    "helps with the model's message, and its follow-up when there is one",
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const path = { session_id: id };
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(0.1) });
      for (const [content, message] of [
        [{ message: 'Count again.', followup: 'What is 2 + 2?' }, 'Count again. What is 2 + 2?'],
        [{ message: 'Count once more.' }, 'Count once more.'],
      ] as const) {
        await model.answers({ purpose: 'remediation', match: goal.topic, times: 1, content });
        const { next_turn } = await learnlikemagic.submitStep(200, { path, body: reply });
        expect(next_turn).toMatchObject({ message, hints: [], step_idx: 0 });
        const { state } = await storedSession(database, id);
        expect(state.history.slice(-1)).toEqual([{ role: 'teacher', msg: message, meta: { type: 'remediation' } }]);
      }
    },
  );

  test(
    'takes a grading without labels as one that has none',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const grading = { score: 0.1, rationale: 'Not four.', confidence: 0.9 };
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });

      const { last_grading } = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      expect(last_grading).toEqual({ ...grading, labels: [] });
      expect((await storedSession(database, id)).state).toMatchObject({ evidence: [], last_grading });
    },
  );
});
