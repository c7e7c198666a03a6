import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  eventsOf,
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
      const good = await session.create({ guideline, student, replies: ['right'] });
      const poor = await session.create({ guideline, student, replies: ['wrong'] });
      const [goodBefore, poorBefore] = await Promise.all([
        storedSession(database, good.id),
        storedSession(database, poor.id),
      ]);
      const reply = (id: string, student_reply: string): ReturnType<typeof learnlikemagic.submitStep<200>> =>
        learnlikemagic.submitStep(200, { path: { session_id: id }, body: { student_reply } });

      const [goodStep, poorStep] = await Promise.all([reply(good.id, right), reply(poor.id, wrong)]);

      for (const [who, { id, gradings }, before, text, step, step_idx] of [
        ['the good one', good, goodBefore, right, goodStep, 2],
        ['the poor one', poor, poorBefore, wrong, poorStep, 0],
      ] as const) {
        const { state, events, mastery } = await storedSession(database, id);
        const { last_grading: last, next_turn: turn } = step;
        expect.soft(state, `the state of ${who}`).toMatchObject({ session_id: id, step_idx, last_grading: last });
        const said = [...before.state.history.map(({ msg }) => msg), text, turn.message];
        expect
          .soft(
            state.history.map(({ msg }) => msg),
            `the history of ${who}`,
          )
          .toEqual(said);
        expect.soft(events, `the events of ${who}`).toEqual([...before.events, ...eventsOf([last], gradings)]);
        expect.soft(mastery, `the mastery of ${who}`).toBeCloseTo(masteryAfter([...gradings, last]), 9);
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
      const replies = [right, wrong, `${right} Yes.`];

      const steps = await Promise.all(
        replies.map((student_reply) =>
          // Each may wait for the model calls of all the others.
          learnlikemagic.submitStep(200, { path, body: { student_reply }, llmCalls: 2 * replies.length }),
        ),
      );

      const stored = await storedSession(database, id);
      const { history } = stored.state;
      const students = history.filter(({ role }) => role === 'student').map(({ msg }) => msg);
      expect.soft(students.toSorted(), 'the replies').toEqual(replies.toSorted());
      // The history tells the order in which they were taken.
      const taken = students.flatMap((msg) => steps.slice(replies.indexOf(msg), replies.indexOf(msg) + 1));
      const messages = taken.flatMap(({ next_turn }, index) => [
        ...students.slice(index, index + 1),
        next_turn.message,
      ]);
      expect
        .soft(
          history.map(({ msg }) => msg),
          'the history',
        )
        .toEqual([firstTurn.message, ...messages]);
      const gradings = taken.map(({ last_grading }) => last_grading);
      const step_idx = stepsAfter(gradings);
      expect.soft(stored, 'the steps').toMatchObject({ step_idx, state: { step_idx } });
      expect.soft(stored.mastery, 'the mastery').toBeCloseTo(masteryAfter(gradings), 9);
      expect
        .soft(
          taken.map(({ next_turn }) => next_turn.step_idx),
          'the steps that were answered',
        )
        .toEqual(gradings.map((_, index) => stepsAfter(gradings.slice(0, index + 1))));
      expect.soft(stored.events.slice(1), 'the events').toEqual(eventsOf(gradings));
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
      const said = state.history.map(({ msg }) => msg).slice(1);
      expect.soft(said, 'the history').toEqual([passing, step.next_turn.message]);
      expect.soft(events.slice(1), 'the events').toEqual(eventsOf([step.last_grading]));
      expect.soft(state, 'the stored state').toMatchObject({ step_idx: 1, last_grading: step.last_grading });
    },
  );
});
