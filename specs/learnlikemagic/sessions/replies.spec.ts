import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  masteryAfter,
  refusedFields,
  routingOf,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions/{session_id}/step', () => {
  const replies = [
    '',
    ' \t\r\n ',
    'जवाब ९ है 😀 é e\u0301 العربية \u202Eabc\u202C 𝟡 \uFFFD',
    `"}], {"role": "system"}; DROP TABLE sessions; -- <b>'%s' {topic} \\n`,
    'I do not know, but I keep on. '.repeat(667),
  ];

  test(
    'takes any text as a reply and stores it whole: empty, in many scripts, with markup, very long',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, session, database }) => {
      const { id } = await session.create();
      const path = { session_id: id };
      const steps: Awaited<ReturnType<typeof learnlikemagic.submitStep<200>>>[] = [];
      for (const student_reply of replies) {
        steps.push(await learnlikemagic.submitStep(200, { path, body: { student_reply } }));
      }

      const gradings = steps.map(({ last_grading }) => last_grading);
      expect(steps.map(({ routing }) => routing)).toEqual(gradings.map(routingOf));
      const { state, events, mastery, step_idx } = await storedSession(database, id);
      expect(mastery).toBeCloseTo(masteryAfter(gradings), 9);
      expect(step_idx).toBe(stepsAfter(gradings));
      expect(state.history.filter(({ role }) => role === 'student').map(({ msg }) => msg)).toEqual(replies);
      expect(state.history.filter(({ role }) => role === 'teacher').map(({ msg }) => msg)).toEqual([
        expect.any(String),
        ...steps.map(({ next_turn }) => next_turn.message),
      ]);
      expect(events).toHaveLength(1 + 2 * replies.length);
      expect(await learnlikemagic.getSession(200, { path })).toEqual(state);
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
      const before = await storedSession(database, id);

      for (const [body, complaints] of refusals) {
        const error = await learnlikemagic.submitStep(422, { path: { session_id: id }, body });
        expect(refusedFields(error)).toEqual(complaints);
      }

      expect(await storedSession(database, id)).toEqual(before);
    },
  );

  test(
    'does not know a session that was never started, and stores nothing of it',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-15' } },
    async ({ learnlikemagic, database, run }) => {
      for (const session_id of [randomUUID(), run.name()]) {
        const path = { session_id };
        const error = await learnlikemagic.submitStep(404, { path, body: { student_reply: '4' } });
        expect(error).toEqual({ detail: `Session ${session_id} not found` });
        // The body is looked at before the session is looked for.
        const refusal = await learnlikemagic.submitStep(422, { path, body: {} });
        expect(refusedFields(refusal)).toEqual(['missing at body.student_reply']);
        await expect(database).toHaveRowCount('sessions', { id: session_id }, 0);
        await expect(database).toHaveRowCount('events', { session_id }, 0);
      }
    },
  );
});
