import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, eventsOf, sessionIdsOf, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

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
      expect.soft(turns[0]?.hints, 'the hints').toHaveLength(1);
      expect.soft(turns, 'one question, whatever fails').toEqual(turns.map(() => turns[0]));
      for (const [index, { session_id, first_turn: turn }] of started.entries()) {
        const { state, events } = await storedSession(database, session_id);
        const history = [{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }];
        expect.soft(state.history, 'the history').toEqual(history);
        const present = { node: 'present', step_idx: 0, payload: { action: 'initial_question' } };
        expect.soft(events, 'the events').toEqual([present]);
        const ids = await sessionIdsOf(database, String(starts[index]?.student.id));
        expect.soft(ids, 'sessions of the student').toEqual([session_id]);
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
          expect.soft(turn, 'the turn').toMatchObject({ hints: [expect.not.stringMatching(/^Count\.$/)] });
          const { state } = await storedSession(database, session_id);
          const history = [{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }];
          expect.soft(state.history, 'the history').toEqual(history);
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
      const cases = [
        ...faults.map((fault) => ({ purpose: 'remediation', fault, reply: closedQuestion.wrong }) as const),
        { purpose: 'question', fault: { status: 400 }, reply: closedQuestion.right } as const,
      ];
      const arranged = [];
      for (const { purpose, fault, reply } of cases) {
        const { id, goal } = await session.create();
        await model.fails({ purpose, match: goal.topic, with: fault });
        arranged.push({ path: { session_id: id }, body: { student_reply: reply } });
      }

      const steps = await Promise.all(arranged.map((request) => learnlikemagic.submitStep(200, request)));

      const help = { routing: 'Remediate', next_turn: { hints: [], step_idx: 0 } };
      const asked = { routing: 'Advance', next_turn: { hints: [expect.any(String)], step_idx: 1 } };
      expect.soft(steps, 'the answers').toMatchObject([...faults.map(() => help), asked]);
      const metas = [...faults.map(() => ({ type: 'remediation' })), { hints: steps.at(-1)?.next_turn.hints }];
      for (const [index, { path, body }] of arranged.entries()) {
        const { state, events } = await storedSession(database, path.session_id);
        const what = `${String(cases[index]?.purpose)} at ${JSON.stringify(cases[index]?.fault)}`;
        expect.soft(state.history.slice(1), `the history, ${what}`).toEqual([
          { role: 'student', msg: body.student_reply, meta: null },
          { role: 'teacher', msg: steps[index]?.next_turn.message, meta: metas[index] },
        ]);
        const gradings = steps.slice(index, index + 1).map(({ last_grading }) => last_grading);
        expect.soft(events.slice(1), `the events, ${what}`).toEqual(eventsOf(gradings));
      }
    },
  );

  test(
    'helps with canned words when the model gives none that can be used',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const path = { session_id: id };
      for (const [what, content] of contents.slice(1)) {
        await test.step(`help with ${what}`, async () => {
          await model.answers({ purpose: 'remediation', match: goal.topic, times: 1, content });
          const help = await learnlikemagic.submitStep(200, { path, body: { student_reply: closedQuestion.wrong } });
          expect.soft(help, 'the answer').toMatchObject({ routing: 'Remediate', next_turn: { hints: [] } });
          expect.soft((await storedSession(database, id)).state.history.slice(-2), 'the history').toEqual([
            { role: 'student', msg: closedQuestion.wrong, meta: null },
            { role: 'teacher', msg: help.next_turn.message, meta: { type: 'remediation' } },
          ]);
        });
      }
      expect.soft(await storedSession(database, id), 'the step').toMatchObject({ step_idx: 0 });
    },
  );
});
