import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  closedQuestion,
  distinctLabels,
  masteryAfter,
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
      expect(subtopics).toEqual([{ subtopic, guideline_id: guideline.id }]);

      const goal = goals.build(guideline);
      const { session_id: id, first_turn } = await learnlikemagic.createSession(200, { body: { student, goal } });
      const path = { session_id: id };
      expect(first_turn.message).not.toBe('');

      const advance = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect(advance).toMatchObject({ routing: 'Advance', next_turn: { step_idx: 1, is_complete: false } });

      const remediate = await learnlikemagic.submitStep(200, { path, body: { student_reply: wrong } });
      expect(remediate).toMatchObject({
        routing: 'Remediate',
        next_turn: { step_idx: 1, hints: [], is_complete: false },
      });

      const recover = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect(recover).toMatchObject({ routing: 'Advance', next_turn: { step_idx: 2, is_complete: false } });

      const goOn = await learnlikemagic.submitStep(200, { path, body: { student_reply: right } });
      expect(goOn).toMatchObject({ routing: 'Advance', next_turn: { step_idx: 3, is_complete: false } });

      const steps = [advance, remediate, recover, goOn];
      const gradings = steps.map(({ last_grading }) => last_grading);
      const summary = await learnlikemagic.getSummary(200, { path });
      expect(summary.steps_completed).toBe(stepsAfter(gradings));
      expect(summary.mastery_score).toBe(Number(masteryAfter(gradings).toFixed(2)));
      expect(summary.misconceptions_seen.toSorted()).toEqual(distinctLabels(gradings).sort());
      expect(summary.misconceptions_seen).not.toHaveLength(0);
      expect(summary.suggestions).toContain(`Revisit the concepts around ${topic}`);

      const { state, step_idx, events, mastery } = await storedSession(database, id);
      expect(await learnlikemagic.getSession(200, { path })).toEqual(state);
      expect({ step_idx, mastery }).toEqual({ step_idx: 3, mastery: goOn.next_turn.mastery_score });
      expect(state).toMatchObject({ student, goal, step_idx, mastery_score: mastery, last_grading: goOn.last_grading });
      const replies = [right, wrong, right, right];
      expect(state.history.filter(({ role }) => role === 'student').map(({ msg }) => msg)).toEqual(replies);
      expect(state.history.filter(({ role }) => role === 'teacher').map(({ msg }) => msg)).toEqual([
        first_turn.message,
        ...steps.map(({ next_turn }) => next_turn.message),
      ]);
      expect(events).toEqual([
        { node: 'present', step_idx: 0, payload: { action: 'initial_question' } },
        { node: 'check', step_idx: 1, payload: { grading: advance.last_grading } },
        { node: 'advance', step_idx: 1, payload: { routing: 'Advance' } },
        { node: 'check', step_idx: 1, payload: { grading: remediate.last_grading } },
        { node: 'remediate', step_idx: 1, payload: { routing: 'Remediate' } },
        { node: 'check', step_idx: 2, payload: { grading: recover.last_grading } },
        { node: 'advance', step_idx: 2, payload: { routing: 'Advance' } },
        { node: 'check', step_idx: 3, payload: { grading: goOn.last_grading } },
        { node: 'advance', step_idx: 3, payload: { routing: 'Advance' } },
      ]);
    },
  );
});
