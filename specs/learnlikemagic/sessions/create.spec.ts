import { randomUUID } from 'node:crypto';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  epochOf,
  pinnedSum,
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

      const { state, events, created_at, updated_at, ...row } = await storedSession(database, id);
      expect.soft(row, 'the row').toEqual({ student, goal, mastery: startMastery, step_idx: 0 });
      expect.soft(state, 'the stored state').toEqual({
        session_id: id,
        student,
        goal,
        step_idx: 0,
        history: [{ role: 'teacher', msg: turn.message, meta: { hints: turn.hints } }],
        evidence: [],
        mastery_score: startMastery,
        last_grading: null,
        next_action: 'present',
      });
      const present = { node: 'present', step_idx: 0, payload: { action: 'initial_question' } };
      expect.soft(events, 'the events').toEqual([present]);
      for (const [name, time] of Object.entries({ created_at, updated_at })) {
        expect.soft(Math.abs(epochOf(time ?? '') - answer.date), name).toBeLessThan(clockTolerance);
      }
    },
  );

  test(
    'stores any script, no objectives, no preferences, a negative grade and a topic of its own whole',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, guideline, goal: goals, run, database }) => {
      const text = 'भिन्न 𝟚⁄𝟛 "quoted" \\ back\nline 👩‍🏫 É';
      const student = { id: `${run.name()} ${text}`, grade: -1, prefs: null };
      const own = { topic: `${run.name()} ${text}`, syllabus: text, learning_objectives: [] };
      const goal = goals.build(await guideline.create(), own);

      const { session_id: id } = await learnlikemagic.createSession(200, { body: { student, goal } });

      const stored = await storedSession(database, id);
      expect
        .soft({ student: stored.student, goal: stored.goal }, 'the documents of the row')
        .toEqual({ student, goal });
      const { state } = stored;
      expect.soft({ student: state.student, goal: state.goal }, 'the stored state').toEqual({ student, goal });
      expect.soft(await sessionIdsOf(database, student.id), 'sessions of the student').toEqual([id]);
    },
  );

  test(
    'asks what the guideline pins, in the first question and in the next',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes'] },
    async ({ learnlikemagic, guideline: guidelines, student, goal: goals }) => {
      const { guideline: text, objectives, right, asked } = pinnedSum;
      const guideline = await guidelines.create({ guideline: text, teaching_description: text });
      const goal = goals.build(guideline, { learning_objectives: [...objectives] });
      const body = { student: student.build(), goal };

      const { session_id, first_turn: turn } = await learnlikemagic.createSession(200, { body });
      const reply = { path: { session_id }, body: { student_reply: right } };
      const { routing, next_turn: next } = await learnlikemagic.submitStep(200, reply);

      expect.soft(turn.message, 'the first question').toMatch(asked);
      expect.soft(routing, 'where the right reply leads').toBe('Advance');
      expect.soft(next.message, 'the next question').toMatch(asked);
    },
  );

  const preferences = [
    [{}, null],
    [{ prefs: {} }, { style: 'standard', lang: 'en' }],
    [{ prefs: { style: null, lang: 'hi' } }, { style: null, lang: 'hi' }],
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
        const sent = JSON.stringify(given);
        expect.soft(stored.student, `the student in the row, sent as ${sent}`).toEqual(whole);
        expect.soft(stored.state.student, `the student in the state, sent as ${sent}`).toEqual(whole);
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
      expect.soft(new Set(ids).size, 'ids').toBe(2);
      expect((await sessionIdsOf(database, student.id)).sort()).toEqual(ids.toSorted());
    },
  );

  test(
    'refuses an unknown, a null and a missing guideline, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const { topic, syllabus, learning_objectives } = goals.build(guideline.build());
      const unknown = randomUUID();
      for (const [given, named] of [
        [{ guideline_id: unknown }, unknown],
        [{ guideline_id: null }, 'None'],
        [{}, 'None'],
      ] as const) {
        const goal = { topic, syllabus, learning_objectives, ...given };
        const error = await learnlikemagic.createSession(404, { body: { student, goal } });
        const sent = JSON.stringify(given);
        expect.soft(error, `the refusal of ${sent}`).toEqual({ detail: `Teaching guideline ${named} not found` });
        expect.soft(await sessionIdsOf(database, student.id), `sessions after ${sent}`).toEqual([]);
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

      expect
        .soft(refusedFields(otherStudent), 'the student of other fields')
        .toEqual(['missing at body.student.grade', 'missing at body.student.id']);
      expect
        .soft(refusedFields(otherGoal), 'the goal of other fields')
        .toEqual([
          'missing at body.goal.learning_objectives',
          'missing at body.goal.syllabus',
          'missing at body.goal.topic',
        ]);
      expect
        .soft(refusedFields(otherGrade), 'the student of other types')
        .toEqual([
          'int_parsing at body.student.grade',
          'string_type at body.student.prefs.lang',
          'string_type at body.student.prefs.style',
        ]);
      expect
        .soft(refusedFields(otherTypes), 'the goal of other types')
        .toEqual([
          'string_type at body.goal.guideline_id',
          'string_type at body.goal.learning_objectives.1',
          'string_type at body.goal.topic',
        ]);
      expect.soft(await sessionIdsOf(database, student.id), 'sessions of the student').toEqual([]);
    },
  );
});
