import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  eventsOf,
  gradingAnswer,
  rowsOfSession,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

const unavailable = { detail: 'AI service temporarily unavailable' };
const body = { student_reply: closedQuestion.right };

test.describe('POST /sessions/{session_id}/step', () => {
  const faults = [{ reset: true }, { status: 400 }, { status: 429 }, { status: 500 }] as const;

  test(
    'answers 503 and changes nothing when the model refuses to grade, is throttled, breaks or cannot be reached',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'] },
    async ({ learnlikemagic, session, model, database }) => {
      const started = [];
      for (const fault of faults) {
        const { id, goal } = await session.create();
        await model.fails({ purpose: 'grading', match: goal.topic, with: fault });
        started.push({ path: { session_id: id }, before: await rowsOfSession(database, id) });
      }

      const errors = await Promise.all(started.map(({ path }) => learnlikemagic.submitStep(503, { path, body })));

      for (const [index, { path, before }] of started.entries()) {
        const fault = JSON.stringify(faults[index]);
        expect.soft(errors[index], `the refusal at ${fault}`).toEqual(unavailable);
        expect.soft(await rowsOfSession(database, path.session_id), `the rows at ${fault}`).toEqual(before);
        expect
          .soft((await learnlikemagic.getSession(200, { path })).last_grading, `the state that is shown at ${fault}`)
          .toBe(null);
      }
    },
  );

  const { score, confidence, ...ungraded } = gradingAnswer(0.9, 0.9);
  const contents = [
    ['no content', null],
    ['text that is no JSON', 'The reply is right, score 0.9.'],
    ['JSON that is no object', '[0.9, 0.9]'],
    ['no score', { ...ungraded, confidence }],
    ['no confidence', { ...ungraded, score }],
    ['a score above 1', { ...ungraded, confidence, score: 1.01 }],
    ['a score in words', { ...ungraded, confidence, score: 'high' }],
    ['a confidence below 0', { ...ungraded, score, confidence: -0.01 }],
  ] as const;

  test(
    'answers 503 and changes nothing when the grading cannot be used',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const before = await rowsOfSession(database, id);
      const { length } = await model.calls(goal.topic);
      for (const [what, content] of contents) {
        await test.step(`a grading with ${what}`, async () => {
          await model.answers({ purpose: 'grading', match: goal.topic, times: 1, content });
          const error = await learnlikemagic.submitStep(503, { path: { session_id: id }, body });
          expect.soft(error, 'the refusal').toEqual(unavailable);
          expect.soft(await rowsOfSession(database, id), 'the rows').toEqual(before);
        });
      }

      // Each of them was asked for, and none of them twice.
      const purposes = (await model.calls(goal.topic)).slice(length).map(({ purpose }) => purpose);
      expect.soft(purposes, 'the calls of the model').toEqual(contents.map(() => 'grading'));
    },
  );

  test(
    'goes on after an outage as if the failed reply had never been given',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@fault'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const path = { session_id: id };
      await model.fails({ purpose: 'grading', match: goal.topic, times: 1, with: { status: 400 } });
      await learnlikemagic.submitStep(503, { path, body: { student_reply: 'Lost on the way.' } });

      const step = await learnlikemagic.submitStep(200, { path, body });

      expect.soft(step, 'the answer').toMatchObject({ routing: 'Advance', next_turn: { step_idx: 1 } });
      const { state, events } = await storedSession(database, id);
      expect
        .soft(state.history.map(({ msg }) => msg).slice(1), 'the history')
        .toEqual([body.student_reply, step.next_turn.message]);
      expect.soft(events.slice(1), 'the events').toEqual(eventsOf([step.last_grading]));
    },
  );

  test(
    'waits out a model that is throttled once, in every call of a step',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@fault', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const question = { message: 'What is 2 + 2, once more?', hints: ['Count.'] };
      for (const purpose of ['grading', 'question'] as const) {
        await model.fails({ purpose, match: goal.topic, times: 1, with: { status: 429 } });
      }
      await model.answers({ purpose: 'question', match: goal.topic, content: question });
      const { length } = await model.calls(goal.topic);

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body });

      expect.soft(step, 'the answer').toMatchObject({ routing: 'Advance', next_turn: { ...question, step_idx: 1 } });
      const calls = (await model.calls(goal.topic)).slice(length);
      const tries = calls.map(({ purpose, attempt }) => `${purpose} ${String(attempt)}`);
      expect.soft(tries, 'the calls of the model').toEqual(['grading 0', 'grading 1', 'question 0', 'question 1']);
      expect.soft((await storedSession(database, id)).events, 'the events').toHaveLength(3);
    },
  );
});
