import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  distinctLabels,
  eventsOf,
  masteryAfter,
  roundingsOf,
  stepsAfter,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'leads a student from the curriculum through a whole lesson to its summary',
    {
      tag: ['@critical', '@integration', '@slow', '@db', '@llm', '@writes'],
      annotation: { type: 'plan', description: 'LLM-42' },
    },
    async ({ learnlikemagic, guideline: guidelines, student: students, goal: goals, database }) => {
      const guideline = await guidelines.create();
      const { country, board, grade, subject, topic, subtopic } = guideline;
      const student = students.build();
      const { right, wrong } = closedQuestion;

      const { subtopics } = await learnlikemagic.getCurriculum(200, {
        query: { country, board, grade, subject, topic },
      });
      expect.soft(subtopics, 'the curriculum').toEqual([{ subtopic, guideline_id: guideline.id }]);

      const goal = goals.build(guideline);
      const { session_id: id, first_turn } = await learnlikemagic.createSession(200, { body: { student, goal } });
      const path = { session_id: id };
      expect.soft(first_turn.message.trim(), 'the first question').not.toBe('');

      const advance = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect
        .soft(advance, 'the first right reply')
        .toMatchObject({ routing: 'Advance', next_turn: { step_idx: 1, is_complete: false } });

      const remediate = await learnlikemagic.submitStep(200, { path, body: { student_reply: wrong } });
      expect.soft(remediate, 'the wrong reply').toMatchObject({
        routing: 'Remediate',
        next_turn: { step_idx: 1, hints: [], is_complete: false },
      });

      const recover = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect
        .soft(recover, 'the second right reply')
        .toMatchObject({ routing: 'Advance', next_turn: { step_idx: 2, is_complete: false } });

      const goOn = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect
        .soft(goOn, 'the third right reply')
        .toMatchObject({ routing: 'Advance', next_turn: { step_idx: 3, is_complete: false } });

      const steps = [advance, remediate, recover, goOn];
      const gradings = steps.map(({ last_grading }) => last_grading);
      const summary = await learnlikemagic.getSummary(200, { path });
      expect.soft(summary.steps_completed, 'the steps of the summary').toBe(stepsAfter(gradings));
      expect.soft(roundingsOf(masteryAfter(gradings)), 'the mastery of the summary').toContain(summary.mastery_score);
      expect
        .soft(summary.misconceptions_seen.toSorted(), 'the misconceptions')
        .toEqual(distinctLabels(gradings).sort());
      expect.soft(summary.misconceptions_seen, 'the misconceptions').not.toHaveLength(0);
      expect.soft(summary.suggestions, 'the suggestions').toContain(`Revisit the concepts around ${topic}`);

      const { state, step_idx, events, mastery } = await storedSession(database, id);
      expect.soft(await learnlikemagic.getSession(200, { path }), 'the state that is shown').toEqual(state);
      expect.soft({ step_idx, mastery }, 'the columns').toEqual({ step_idx: 3, mastery: goOn.next_turn.mastery_score });
      expect
        .soft(state, 'the stored state')
        .toMatchObject({ student, goal, step_idx, mastery_score: mastery, last_grading: goOn.last_grading });
      const replies = [right, wrong, right, right];
      const said = (who: string): string[] => state.history.filter(({ role }) => role === who).map(({ msg }) => msg);
      expect.soft(said('student'), 'the replies').toEqual(replies);
      expect
        .soft(said('teacher'), 'the turns of the teacher')
        .toEqual([first_turn.message, ...steps.map(({ next_turn }) => next_turn.message)]);
      expect
        .soft(events, 'the events')
        .toEqual([{ node: 'present', step_idx: 0, payload: { action: 'initial_question' } }, ...eventsOf(gradings)]);
    },
  );
});
