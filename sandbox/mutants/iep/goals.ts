import type { GoalDraft } from '../../iep/repositories/goals.ts';
import { replaced, unrefused } from './faults.ts';
import { addGoal, createIep, updateGoalProgress } from './operations.ts';
import { alwaysOpen, inserting, takenFor, updating } from './rows.ts';
import { During, rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';

interface Note {
  date: string;
  note: string;
  status: string;
}

/** The notes of a goal's new row otherwise than they should be. */
const notes = (name: string, description: string, change: (stored: Note[]) => Note[]): Rule =>
  rule(name, description, [updateGoalProgress], (applied) =>
    updating(applied, ['ieps', 'updateProgress'], 'iep_goals', (row) => ({
      ...row,
      progress_notes: JSON.stringify(change(JSON.parse(String(row['progress_notes'])) as Note[])),
    })),
  );

const creationRules = [
  rule('blank-goals-kept', 'Goals of only blanks are stored.', [createIep], (applied) => {
    const during = new During<readonly GoalDraft[]>();
    return {
      ieps: { create: (original) => during.mark(original, (_draft, goals) => goals) },
      versions: {
        append: (original) => (version) => {
          const goals = during.now ?? version.goals;
          if (goals.length > version.goals.length) applied();
          return original({ ...version, goals });
        },
      },
    };
  }),
  rule('last-goal-lost', 'The last of several goals is not stored.', [createIep], (applied) => ({
    versions: {
      append: (original) => (version) => {
        if (version.goals.length < 2) return original(version);
        applied();
        return original({ ...version, goals: version.goals.slice(0, -1) });
      },
    },
  })),
  rule('goals-answered-only', 'The goals of a new IEP are answered and not stored.', [createIep], (applied) =>
    besides(applied, 'ieps', 'create', 'DELETE FROM iep_goals WHERE iep_id = $1', ({ id }) => [id]),
  ),
  rule('goal-begun', 'An added goal is in progress from the beginning.', [addGoal], (applied) =>
    inserting(applied, ['ieps', 'addGoal'], 'iep_goals', (row) => ({ ...row, progress_status: 'in_progress' })),
  ),
  rule('goal-dates-swapped', 'Start and target of an added goal are each other’s.', [addGoal], (applied) =>
    inserting(applied, ['ieps', 'addGoal'], 'iep_goals', (row) => ({
      ...row,
      start_date: row['target_date'],
      target_date: row['start_date'],
    })),
  ),
  rule('goal-replaces', 'An added goal takes the place of the others.', [addGoal], (applied) =>
    besides(applied, 'ieps', 'addGoal', 'DELETE FROM iep_goals WHERE iep_id = $1 AND id <> $2', ({ id, iep_id }) => [
      iep_id,
      id,
    ]),
  ),
  rule('goal-moves-iep', 'An added goal puts the IEP under review.', [addGoal], (applied) =>
    besides(applied, 'ieps', 'addGoal', "UPDATE ieps SET status = 'under_review' WHERE id = $1", ({ iep_id }) => [
      iep_id,
    ]),
  ),
  rule('goal-of-closed-iep', 'A goal is added whatever the status of the IEP.', [addGoal], (applied) =>
    takenFor(applied, ['ieps', 'addGoal'], alwaysOpen),
  ),
];

const progressRules = [
  rule('progress-not-stored', 'The progress of a goal is answered and not stored.', [updateGoalProgress], (applied) =>
    updating(applied, ['ieps', 'updateProgress'], 'iep_goals', () => ({})),
  ),
  rule('progress-of-all-goals', 'The progress of a goal counts for all of its IEP.', [updateGoalProgress], (applied) =>
    besides(
      applied,
      'ieps',
      'updateProgress',
      'UPDATE iep_goals SET progress_status = $3 WHERE iep_id = $1 AND id <> $2',
      (_result, [id, goalId, { progress_status }]) => [id, goalId, progress_status],
    ),
  ),
  rule(
    'discontinued-goal-mastered',
    'A goal that is discontinued is noted as mastered.',
    [updateGoalProgress],
    (applied) =>
      updating(applied, ['ieps', 'updateProgress'], 'iep_goals', (row) =>
        row['progress_status'] === 'discontinued' ? { ...row, progress_status: 'mastered' } : undefined,
      ),
  ),
  notes('notes-overwritten', 'Only the latest note of a goal is kept.', (stored) => stored.slice(-1)),
  notes('note-not-stored', 'The note on a goal is not stored.', (stored) => stored.slice(0, -1)),
  notes('notes-newest-first', 'A note is put before those that are there.', (stored) => [
    ...stored.slice(-1),
    ...stored.slice(0, -1),
  ]),
  notes('note-with-first-status', 'A note says that the goal is not started.', (stored) =>
    stored.map((note) => ({ ...note, status: 'not_started' })),
  ),
  notes('note-without-time', 'A note has the day only.', (stored) =>
    stored.map((note) => ({ ...note, date: note.date.slice(0, 10) })),
  ),
  rule('empty-note-stored', 'Progress without a note stores an empty one.', [updateGoalProgress], (applied) =>
    replaced('ieps', 'updateProgress', (original) => (id, goalId, progress) => {
      if (progress.progress_note !== null) return original(id, goalId, progress);
      applied();
      return original(id, goalId, { ...progress, progress_note: ' ' });
    }),
  ),
  rule(
    'goal-of-another-iep',
    'A goal is updated through an IEP that is not its own.',
    [updateGoalProgress],
    (applied) => ({
      database: {
        query: (original) => async (text, values) => {
          if (!text.startsWith('SELECT * FROM iep_goals WHERE id = $1')) return original(text, values);
          const result = await original(text.replace('iep_id = $2', '$2::uuid IS NOT NULL'), values);
          if (result.rows.some(({ iep_id }) => iep_id !== values?.[1])) applied();
          return result;
        },
      },
    }),
  ),
  rule('unknown-goal-updated', 'An unknown goal is answered as updated.', [updateGoalProgress], (applied) =>
    unrefused(applied, 'ieps', 'updateProgress', 404, () => undefined),
  ),
];

/** Faults of goals and their progress (contract 4.3). */
export const goalRules: Rule[] = [...creationRules, ...progressRules];
