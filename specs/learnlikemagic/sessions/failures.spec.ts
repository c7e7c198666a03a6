import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, gradingAnswer, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

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
        started.push({ path: { session_id: id }, before: await storedSession(database, id) });
      }

      const errors = await Promise.all(started.map(({ path }) => learnlikemagic.submitStep(503, { path, body })));

      expect(errors).toEqual(faults.map(() => unavailable));
      for (const { path, before } of started) {
        expect(await storedSession(database, path.session_id)).toEqual(before);
        expect(await learnlikemagic.getSession(200, { path })).toEqual(before.state);
      }
    },
  );

  const { score, confidence, ...ungraded } = gradingAnswer(0.9, 0.9);
  const contents = [
    ['no content', null],
    ['an empty content', ''],
    ['text that is no JSON', 'The reply is right, score 0.9.'],
    ['JSON that is cut off', '{"score": 0.9, "rationale": "Right", "confi'],
    ['JSON that is no object', '[0.9, 0.9]'],
    ['no score', { ...ungraded, confidence }],
    ['no confidence', { ...ungraded, score }],
    ['a score above 1', { ...ungraded, confidence, score: 1.01 }],
    ['a score below 0', { ...ungraded, confidence, score: -0.01 }],
    ['a score in words', { ...ungraded, confidence, score: 'high' }],
    ['a confidence above 1', { ...ungraded, score, confidence: 1.01 }],
    ['a confidence below 0', { ...ungraded, score, confidence: -0.01 }],
  ] as const;

  test(
    'answers 503 and changes nothing when the grading cannot be used',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database }) => {
      const { id, goal } = await session.create();
      const before = await storedSession(database, id);
      for (const [what, content] of contents) {
        await test.step(`a grading with ${what}`, async () => {
          await model.answers({ purpose: 'grading', match: goal.topic, times: 1, content });
          expect(await learnlikemagic.submitStep(503, { path: { session_id: id }, body })).toEqual(unavailable);
          expect(await storedSession(database, id)).toEqual(before);
        });
      }

      // Each of them was asked for, and none of them twice.
      const gradings = (await model.calls(goal.topic)).filter(({ purpose }) => purpose === 'grading');
      expect(gradings).toHaveLength(contents.length);
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

      expect(step).toMatchObject({ routing: 'Advance', next_turn: { step_idx: 1 } });
      const { state, events } = await storedSession(database, id);
      expect(state.history.map(({ msg }) => msg).slice(1)).toEqual([body.student_reply, step.next_turn.message]);
      expect(events.map(({ node }) => node)).toEqual(['present', 'check', 'advance']);
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

      const step = await learnlikemagic.submitStep(200, { path: { session_id: id }, body });

      expect(step).toMatchObject({ routing: 'Advance', next_turn: { ...question, step_idx: 1 } });
      const tries = (await model.calls(goal.topic)).map(({ purpose, attempt }) => `${purpose} ${String(attempt)}`);
      expect(tries).toEqual(['question 0', 'grading 0', 'grading 1', 'question 0', 'question 1']);
      expect((await storedSession(database, id)).events).toHaveLength(3);
    },
  );
});
