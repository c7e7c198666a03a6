import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  gradingAnswer,
  masteryAfter,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

const { right, wrong } = closedQuestion;

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'does not mix two sessions of one student on one guideline',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, guideline: guidelines, run, database }) => {
      const guideline = await guidelines.create();
      const student = { id: run.name() };
      const good = await session.create({ guideline, student });
      const poor = await session.create({ guideline, student });
      const reply = (id: string, student_reply: string): ReturnType<typeof learnlikemagic.submitStep<200>> =>
        learnlikemagic.submitStep(200, { path: { session_id: id }, body: { student_reply } });

      const [first, firstPoor] = await Promise.all([reply(good.id, right), reply(poor.id, wrong)]);
      const [second, secondPoor] = await Promise.all([reply(good.id, right), reply(poor.id, wrong)]);

      for (const [started, text, steps, step_idx, led] of [
        [good, right, [first, second], 2, 'advance'],
        [poor, wrong, [firstPoor, secondPoor], 0, 'remediate'],
      ] as const) {
        const stored = await storedSession(database, started.id);
        const messages = steps.flatMap(({ next_turn }) => [text, next_turn.message]);
        expect(stored.state).toMatchObject({ session_id: started.id, step_idx, last_grading: steps[1].last_grading });
        expect(stored.state.history.map(({ msg }) => msg)).toEqual([started.firstTurn.message, ...messages]);
        expect(stored.events.map(({ node }) => node)).toEqual(['present', 'check', led, 'check', led]);
        expect(stored.mastery).toBeCloseTo(masteryAfter(steps.map(({ last_grading }) => last_grading)), 9);
      }
    },
  );

  test(
    'loses no reply that was acknowledged when several come at once',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes'],
    },
    async ({ learnlikemagic, session, database }) => {
      const { id, firstTurn } = await session.create();
      const path = { session_id: id };
      const replies = [right, wrong, `${right} Yes.`, `${wrong} Yes.`, `${right} Sure.`, `${wrong} Sure.`];

      const steps = await Promise.all(
        replies.map((student_reply) =>
          // Each may wait for the model calls of all the others.
          learnlikemagic.submitStep(200, { path, body: { student_reply }, llmCalls: 2 * replies.length }),
        ),
      );

      const stored = await storedSession(database, id);
      const { history } = stored.state;
      const students = history.filter(({ role }) => role === 'student').map(({ msg }) => msg);
      expect(students.toSorted()).toEqual(replies.toSorted());
      // The history tells the order in which they were taken.
      const taken = students.flatMap((msg) => steps.slice(replies.indexOf(msg), replies.indexOf(msg) + 1));
      const messages = taken.flatMap(({ next_turn }, index) => [
        ...students.slice(index, index + 1),
        next_turn.message,
      ]);
      expect(history.map(({ msg }) => msg)).toEqual([firstTurn.message, ...messages]);
      const gradings = taken.map(({ last_grading }) => last_grading);
      expect(stored).toMatchObject({ step_idx: stepsAfter(gradings), state: { step_idx: stepsAfter(gradings) } });
      expect(stored.mastery).toBeCloseTo(masteryAfter(gradings), 9);
      expect(taken.map(({ next_turn }) => next_turn.step_idx)).toEqual(
        gradings.map((_, index) => stepsAfter(gradings.slice(0, index + 1))),
      );
      expect(stored.events.filter(({ node }) => node === 'check').map(({ payload }) => payload)).toEqual(
        gradings.map((grading) => ({ grading })),
      );
      expect(stored.events).toHaveLength(1 + 2 * replies.length);
    },
  );

  test(
    'keeps what one reply was told when another fails beside it',
    {
      tag: ['@integration', '@db', '@llm', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, session, model, database, run }) => {
      const { id } = await session.create();
      const path = { session_id: id };
      const failing = `${run.name()} fails.`;
      const passing = `${run.name()} passes.`;
      await model.answers({ purpose: 'grading', match: failing, content: 'no JSON', delayMs: 200 });
      await model.answers({ purpose: 'grading', match: passing, content: gradingAnswer(0.9), delayMs: 100 });

      const [, step] = await Promise.all([
        learnlikemagic.submitStep(503, { path, body: { student_reply: failing }, llmCalls: 4 }),
        learnlikemagic.submitStep(200, { path, body: { student_reply: passing }, llmCalls: 4 }),
      ]);

      const { state, events } = await storedSession(database, id);
      expect(state.history.map(({ msg }) => msg).slice(1)).toEqual([passing, step.next_turn.message]);
      expect(events.map(({ node }) => node)).toEqual(['present', 'check', 'advance']);
      expect(state).toMatchObject({ step_idx: 1, last_grading: step.last_grading });
    },
  );
});
