import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { gradingAnswer, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

const reply = { student_reply: 'It is four, I say.' };

/** How the contract wants every call of a session made (section e, P6 to P8). */
const manner = { attempt: 0, max_tokens: 500, temperature: 0.7, response_format: 'json_object' };

const promptOf = ({ user }: { user: string }): Record<string, unknown> => JSON.parse(user) as Record<string, unknown>;

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
      expect.soft(started.first_turn, 'the first question').toEqual({ message, hints, step_idx: 0 });
      const path = { session_id: started.session_id };
      const { next_turn } = await learnlikemagic.submitStep(200, { path, body: reply });
      expect.soft(next_turn, 'the next question').toMatchObject({ ...withoutHints, hints: [], step_idx: 1 });
      const { state } = await storedSession(database, started.session_id);
      expect.soft(state.history, 'the history').toEqual([
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
    async ({ learnlikemagic, guideline: guidelines, student: students, goal: goals, model }) => {
      const guideline = await guidelines.create();
      const student = students.build();
      const goal = goals.build(guideline);

      await learnlikemagic.createSession(200, { body: { student, goal } });

      const calls = await model.calls(goal.topic);
      expect.soft(calls, 'the calls').toEqual([expect.objectContaining({ purpose: 'question', ...manner })]);
      const [prompt = {}] = calls.map(promptOf);
      const { teaching_guideline, conversation_history, ...rest } = prompt;
      const { topic } = goal;
      const { grade, prefs } = student;
      expect.soft(rest, 'the prompt').toEqual({ topic, grade, prefs, step_idx: 0, last_grading: null });
      expect.soft(JSON.stringify(teaching_guideline), 'the guideline').toContain(guideline.guideline);
      expect.soft(conversation_history, 'the note on the empty conversation').toMatch(/^\s*[[(].+[\])]\s*$/s);
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
      const { length } = await model.calls(goal.topic);

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      expect.soft(step.next_turn, 'the next question').toMatchObject(question);
      const calls = (await model.calls(goal.topic)).slice(length);
      const wanted = [
        { purpose: 'grading', ...manner },
        { purpose: 'question', ...manner },
      ];
      expect.soft(calls, 'the calls').toMatchObject(wanted);
      expect.soft(new Set(calls.map((call) => call.model)).size, 'models').toBe(1);
      const [toGrade = {}, toAsk = {}] = calls.map(promptOf);
      const { topic } = goal;
      const { conversation_history: graded, expected_concepts, ...rest } = toGrade;
      expect.soft(rest, 'the prompt for a grading').toEqual({ topic, reply: reply.student_reply });
      expect.soft(expected_concepts, 'the concepts').toBeTruthy();
      expect.soft(graded, 'the conversation to grade').toContain(`Teacher: ${firstTurn.message}`);
      const { conversation_history: asked, teaching_guideline, last_grading, ...others } = toAsk;
      const { grade, prefs } = student;
      expect.soft(others, 'the prompt for a question').toEqual({ topic, grade, prefs, step_idx: 1 });
      const said = `Teacher: ${firstTurn.message}\nStudent: ${reply.student_reply}`;
      expect.soft(asked, 'the conversation to go on with').toContain(said);
      expect.soft(JSON.stringify(teaching_guideline), 'the guideline').toContain(guideline.guideline);
      expect.soft(last_grading, 'the last grading').toBeTruthy();
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

      const { length } = await model.calls(goal.topic);

      await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      const calls = (await model.calls(goal.topic)).slice(length);
      const wanted = [
        { purpose: 'grading', ...manner },
        { purpose: 'remediation', ...manner },
      ];
      expect.soft(calls, 'the calls').toMatchObject(wanted);
      const prompt = { labels: ['off by one', 'guessing'], last_score: 0.25, topic: goal.topic };
      expect.soft(calls.slice(1).map(promptOf), 'the prompt').toEqual([prompt]);
    },
  );

  test(
    "helps with the model's message and its follow-up",
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const content = { message: 'Count again.', followup: 'What is 2 + 2?' };
      await model.answers({ purpose: 'grading', match: goal.topic, content: gradingAnswer(0.1) });
      await model.answers({ purpose: 'remediation', match: goal.topic, content });

      const { next_turn } = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      const message = 'Count again. What is 2 + 2?';
      expect.soft(next_turn, 'the answer').toMatchObject({ message, hints: [], step_idx: 0 });
      const { state } = await storedSession(database, id);
      const turn = { role: 'teacher', msg: message, meta: { type: 'remediation' } };
      expect.soft(state.history.at(-1), 'the turn of the teacher').toEqual(turn);
    },
  );

  test(
    'takes a grading without labels as one that has none, and help without a follow-up as it is',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const grading = { score: 0.1, rationale: 'Not four.', confidence: 0.9 };
      const message = 'Count once more.';
      await model.answers({ purpose: 'grading', match: goal.topic, content: grading });
      await model.answers({ purpose: 'remediation', match: goal.topic, content: { message } });

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body: reply });

      const { last_grading, next_turn: turn } = step;
      expect.soft(last_grading, 'the grading').toEqual({ ...grading, labels: [] });
      expect.soft(turn, 'the help').toMatchObject({ message, hints: [], step_idx: 0 });
      const { state } = await storedSession(database, id);
      expect.soft(state, 'the stored state').toMatchObject({ evidence: [], last_grading });
      const stored = { role: 'teacher', msg: message, meta: { type: 'remediation' } };
      expect.soft(state.history.at(-1), 'the turn of the teacher').toEqual(stored);
    },
  );
});
