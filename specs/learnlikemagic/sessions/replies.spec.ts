import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  evidenceAfter,
  isCompleteAt,
  masteryAfter,
  refusedFields,
  rowsOfSession,
  routingOf,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions/{session_id}/step', () => {
  const replies = [
    '',
    ` \t\r\n जवाब ९ है 😀 é e\u0301 العربية \u202Eabc\u202C 𝟡 \uFFFD
    "}], {"role": "system"}; DROP TABLE sessions; -- <b>'%s' {topic} \\n `,
    'I do not know, but I keep on. '.repeat(667),
  ];

  test(
    'takes any text as a reply and stores it whole: empty, in many scripts with markup, very long',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const path = { session_id: id };
      const steps: Awaited<ReturnType<typeof learnlikemagic.submitStep<200>>>[] = [];
      for (const student_reply of replies) {
        steps.push(await learnlikemagic.submitStep(200, { path, body: { student_reply } }));
      }

      const gradings = steps.map(({ last_grading }) => last_grading);
      // The model is free to grade as it likes; all else follows from its gradings (contract d.3).
      expect
        .soft(
          steps.map(({ routing }) => routing),
          'the routing',
        )
        .toEqual(gradings.map(routingOf));
      const turns = steps.map(({ next_turn }) => next_turn);
      const upTo = gradings.map((_, index) => gradings.slice(0, index + 1));
      const masteries = upTo.map((each): unknown => expect.closeTo(masteryAfter(each), 9));
      expect
        .soft(
          turns.map(({ mastery_score }) => mastery_score),
          'the mastery',
        )
        .toEqual(masteries);
      expect
        .soft(
          turns.map(({ step_idx }) => step_idx),
          'the steps',
        )
        .toEqual(upTo.map(stepsAfter));
      expect
        .soft(
          turns.map(({ is_complete }) => is_complete),
          'whether the session is complete',
        )
        .toEqual(turns.map(({ step_idx, mastery_score }) => isCompleteAt(step_idx, mastery_score)));
      const { state, events, mastery, step_idx } = await storedSession(database, id);
      expect.soft(mastery, 'the mastery in its column').toBeCloseTo(masteryAfter(gradings), 9);
      expect.soft(step_idx, 'the step in its column').toBe(stepsAfter(gradings));
      expect.soft(state.evidence, 'the evidence').toEqual(evidenceAfter(gradings));
      const said = (who: string): string[] => state.history.filter(({ role }) => role === who).map(({ msg }) => msg);
      expect.soft(said('student'), 'the replies').toEqual(replies);
      const messages = turns.map(({ message }) => message);
      expect.soft(said('teacher').slice(1), 'the turns of the teacher').toEqual(messages);
      expect.soft(events, 'the events').toHaveLength(1 + 2 * replies.length);
      expect.soft(await learnlikemagic.getSession(200, { path }), 'the state that is shown').toEqual(state);
    },
  );

  const refusals = [
    [{}, ['missing at body.student_reply']],
    [{ student_reply: null }, ['string_type at body.student_reply']],
    [{ student_reply: 4 }, ['string_type at body.student_reply']],
    [{ student_reply: ['4'] }, ['string_type at body.student_reply']],
  ] as const;

  test(
    'refuses a reply that is no text and leaves the session as it was',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const before = await rowsOfSession(database, id);

      for (const [body, complaints] of refusals) {
        const error = await learnlikemagic.submitStep(422, { path: { session_id: id }, body });
        expect.soft(refusedFields(error), `the refusal of ${JSON.stringify(body)}`).toEqual(complaints);
      }

      expect.soft(await rowsOfSession(database, id), 'the rows').toEqual(before);
    },
  );

  test(
    'does not know a session that was never started, and stores nothing of it',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-15' } },
    async ({ learnlikemagic, database, run }) => {
      for (const session_id of [randomUUID(), run.name()]) {
        const path = { session_id };
        const error = await learnlikemagic.submitStep(404, { path, body: { student_reply: '4' } });
        expect.soft(error, 'the refusal').toEqual({ detail: `Session ${session_id} not found` });
        // The body is looked at before the session is looked for.
        const refusal = await learnlikemagic.submitStep(422, { path, body: {} });
        expect.soft(refusedFields(refusal), 'the refusal of the body').toEqual(['missing at body.student_reply']);
        await expect(database).toHaveRowCount('sessions', { id: session_id }, 0);
        await expect(database).toHaveRowCount('events', { session_id }, 0);
      }
    },
  );
});
