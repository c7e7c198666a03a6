import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  epochOf,
  refusedFields,
  sessionIdsOf,
  startMastery,
  storedSession,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions', () => {
  test(
    'starts a session with the first question, its row and its event',
    {
      tag: ['@critical', '@integration', '@slow', '@db', '@llm', '@writes'],
      annotation: { type: 'plan', description: 'LLM-9' },
    },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const goal = goals.build(await guideline.create());

      const answer = await learnlikemagic.createSession.send({ body: { student, goal } });
      const { session_id: id, first_turn: turn } = answer.as(200);

      const stored = await storedSession(database, id);
      expect(stored).toEqual({
        student,
        goal,
        state: {
          session_id: id,
          student,
          goal,
          step_idx: 0,
          history: [{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }],
          evidence: [],
          mastery_score: startMastery,
          last_grading: null,
          next_action: 'present',
        },
        mastery: startMastery,
        step_idx: 0,
        created_at: expect.any(String),
        updated_at: expect.any(String),
        events: [{ node: 'present', step_idx: 0, payload: { action: 'initial_question' } }],
      });
      expect(Math.abs(epochOf(stored.created_at ?? '') - answer.date)).toBeLessThan(clockTolerance);
      expect(Math.abs(epochOf(stored.updated_at ?? '') - answer.date)).toBeLessThan(clockTolerance);
    },
  );

  test(
    'stores any script, no objectives, no preferences, a negative grade and a topic of its own whole',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ session, run, database }) => {
      const text = 'भिन्न 𝟚⁄𝟛 "quoted" \\ back\nline 👩‍🏫 É';
      const { id, student, goal } = await session.create({
        student: { id: `${run.name()} ${text}`, grade: -1, prefs: null },
        goal: { topic: `${run.name()} ${text}`, syllabus: text, learning_objectives: [] },
      });

      const stored = await storedSession(database, id);

      expect(student).toEqual({ id: student.id, grade: -1, prefs: null });
      expect({ student: stored.student, goal: stored.goal }).toEqual({ student, goal });
      expect({ student: stored.state.student, goal: stored.state.goal }).toEqual({ student, goal });
      expect(await sessionIdsOf(database, student.id)).toEqual([id]);
    },
  );

  const preferences = [
    [{}, null],
    [{ prefs: { lang: 'hi' } }, { style: 'standard', lang: 'hi' }],
    [{ prefs: { style: 'challenge' } }, { style: 'challenge', lang: 'en' }],
    [{ prefs: { style: null, lang: null } }, { style: null, lang: null }],
  ] as const;

  test(
    'fills in the preferences that a student leaves out',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, guideline, goal: goals, run, database }) => {
      const goal = goals.build(await guideline.create());
      for (const [given, prefs] of preferences) {
        const student = { id: run.name(), grade: 8, ...given };
        const { session_id: id } = await learnlikemagic.createSession(200, { body: { student, goal } });
        const stored = await storedSession(database, id);
        const whole = { id: student.id, grade: 8, prefs };
        expect({ row: stored.student, state: stored.state.student }).toEqual({ row: whole, state: whole });
      }
    },
  );

  test(
    'gives a student who starts twice on one guideline two sessions',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const body = { student, goal: goals.build(await guideline.create()) };

      const started = await Promise.all([
        learnlikemagic.createSession(200, { body }),
        learnlikemagic.createSession(200, { body }),
      ]);

      const ids = started.map(({ session_id }) => session_id);
      expect(new Set(ids).size).toBe(2);
      expect((await sessionIdsOf(database, student.id)).sort()).toEqual(ids.toSorted());
    },
  );

  const guidelineIds = [
    [{ guideline_id: 'no-such-guideline' }, 'no-such-guideline'],
    [{ guideline_id: null }, 'None'],
    [{}, 'None'],
  ] as const;

  test(
    'refuses an unknown, a null and a missing guideline, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const { topic, syllabus, learning_objectives } = goals.build(guideline.build());
      for (const [given, named] of guidelineIds) {
        const goal = { topic, syllabus, learning_objectives, ...given };
        const error = await learnlikemagic.createSession(404, { body: { student, goal } });
        expect(error).toEqual({ detail: `Teaching guideline ${named} not found` });
        expect(await sessionIdsOf(database, student.id)).toEqual([]);
      }
    },
  );

  test(
    'refuses a student and a goal of other fields or types, and stores nothing',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-14' } },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const goal = goals.build(await guideline.create());

      const otherStudent = await learnlikemagic.createSession(422, { body: { student: { invalid: 'data' }, goal } });
      const otherGoal = await learnlikemagic.createSession(422, {
        body: { student, goal: { country: 'India', board: 'CBSE' } },
      });
      const otherGrade = await learnlikemagic.createSession(422, {
        body: { student: { ...student, grade: 'eight', prefs: { style: 1, lang: false } }, goal },
      });
      const otherTypes = await learnlikemagic.createSession(422, {
        body: { student, goal: { ...goal, topic: null, guideline_id: 8, learning_objectives: ['Adds', 8.5] } },
      });

      expect(refusedFields(otherStudent)).toEqual(['missing at body.student.grade', 'missing at body.student.id']);
      expect(refusedFields(otherGoal)).toEqual([
        'missing at body.goal.learning_objectives',
        'missing at body.goal.syllabus',
        'missing at body.goal.topic',
      ]);
      expect(refusedFields(otherGrade)).toEqual([
        'int_parsing at body.student.grade',
        'string_type at body.student.prefs.lang',
        'string_type at body.student.prefs.style',
      ]);
      expect(refusedFields(otherTypes)).toEqual([
        'string_type at body.goal.guideline_id',
        'string_type at body.goal.learning_objectives.1',
        'string_type at body.goal.topic',
      ]);
      expect(await sessionIdsOf(database, student.id)).toEqual([]);
    },
  );
});
