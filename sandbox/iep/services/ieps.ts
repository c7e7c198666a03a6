import { inTransaction, type Client, type Database } from '../database/pool.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import { failing } from '../errors.ts';
import type { UserInfo, Users } from '../provider/users.ts';
import * as goals from '../repositories/goals.ts';
import type { GoalDraft, GoalRow } from '../repositories/goals.ts';
import * as ieps from '../repositories/ieps.ts';
import type { IepRow } from '../repositories/ieps.ts';
import { deletedStatus, isEditable, type ProgressStatus } from '../rules/status.ts';
import { requireStudent } from './students.ts';
import type { IepDraft, Versions } from './versions.ts';

/** An IEP as the answers show it. */
export interface IepView extends IepRow {
  goals: GoalRow[];
  created_by_user: UserInfo | null;
  approved_by_user: UserInfo | null;
}

export type VersionView = IepRow & { created_by_user: UserInfo | null };

/** Undefined: the field was not sent. */
export type IepChanges = Record<
  'academic_year' | 'content' | 'meeting_date' | 'effective_date' | 'review_date' | 'status',
  unknown
>;

/** Contract 4.3. */
export interface IepService {
  create(draft: IepDraft, drafts: readonly GoalDraft[]): Promise<IepView>;
  read(id: string, includeGoals: boolean): Promise<IepView>;
  listOfStudent(
    studentId: string,
    filters: Record<'academicYear' | 'status', string | undefined>,
    limit: number,
  ): Promise<IepView[]>;
  versions(id: string): Promise<VersionView[]>;
  update(id: string, changes: IepChanges): Promise<IepView>;
  remove(id: string): Promise<void>;
  submit(id: string): Promise<void>;
  pending(limit: number): Promise<IepView[]>;
  addGoal(id: string, draft: GoalDraft): Promise<GoalRow>;
  goals(id: string): Promise<GoalRow[]>;
  updateProgress(id: string, goalId: string, progress: Progress): Promise<void>;
}

interface Progress {
  progress_status: ProgressStatus;
  progress_note: string | null;
}

interface Dependencies {
  database: Database;
  users: Users;
  versions: Versions;
}

export function createIepService({ database, users, versions }: Dependencies): IepService {
  const view = async (rows: readonly IepRow[], includeGoals = true): Promise<IepView[]> => {
    const found = includeGoals
      ? await goals.listGoals(
          database,
          rows.map(({ id }) => id),
        )
      : [];
    const known = await users.resolve(rows.flatMap((row) => [row.created_by_auth_id, row.approved_by_auth_id]));
    return rows.map((row) => ({
      ...withGoals(
        row,
        found.filter(({ iep_id }) => iep_id === row.id),
      ),
      created_by_user: known.get(row.created_by_auth_id) ?? null,
      approved_by_user: known.get(row.approved_by_auth_id ?? Number.NaN) ?? null,
    }));
  };
  return {
    create: (draft, drafts) =>
      failing('Failed to create IEP', async () => {
        const stored = await versions.append({ draft, goals: realGoals(drafts), retryGoals: true });
        return withGoals(stored.iep, stored.goals);
      }),
    read: async (id, includeGoals) => ((await view([await requireIep(database, id)], includeGoals)) as [IepView])[0],
    async listOfStudent(studentId, filters, limit) {
      await requireStudent(database, studentId);
      return view(await ieps.listIeps(database, { studentId, ...filters }, limit));
    },
    async versions(id) {
      const { student_id, academic_year } = await requireIep(database, id);
      const rows = await ieps.listVersions(database, student_id, academic_year);
      const known = await users.resolve(rows.map(({ created_by_auth_id }) => created_by_auth_id));
      return rows.map((row) => ({ ...row, created_by_user: known.get(row.created_by_auth_id) ?? null }));
    },
    update: (id, changes) => failing('Failed to update IEP', () => update(database, id, changes)),
    async remove(id) {
      if (!(await ieps.updateIep(database, id, { status: deletedStatus }))) throw notFound(id);
    },
    submit: (id) => failing('Failed to submit IEP for approval', () => submit(database, id)),
    pending: async (limit) => view(await ieps.listPending(database, limit)),
    addGoal: (id, draft) =>
      changing(database, id, async (client, { status }) => {
        if (!isEditable(status)) throw new Refusal(400, `Cannot add goals to IEP in ${String(status)} status`);
        return goals.insertGoal(client, id, draft);
      }),
    async goals(id) {
      await requireIep(database, id);
      return goals.listGoals(database, [id]);
    },
    updateProgress: (id, goalId, progress) =>
      changing(database, id, (client) => updateProgress(client, id, goalId, progress)),
  };
}

/** An IEP without the users that it names, as the answers of a change show it. */
export function withGoals(row: IepRow, stored: GoalRow[]): IepView {
  return { ...row, goals: stored, created_by_user: null, approved_by_user: null };
}

/** The goals of a new IEP: those whose text is blank are dropped without a word (contract 4.2). */
export function realGoals(drafts: readonly GoalDraft[]): GoalDraft[] {
  return drafts.filter(({ goal_text }) => goal_text.trim() !== '');
}

function notFound(id: string): Refusal {
  return new Refusal(404, `IEP ${id} not found`);
}

async function requireIep(database: Database, id: string): Promise<IepRow> {
  const row = await ieps.findIep(database, id);
  if (!row) throw notFound(id);
  return row;
}

/** Runs the work on an IEP that nobody else changes meanwhile. */
async function changing<T>(
  database: Database,
  id: string,
  work: (client: Client, row: IepRow) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async (client) => {
    const row = await ieps.lockIep(client, id);
    if (!row) throw notFound(id);
    return work(client, row);
  });
}

function update(database: Database, id: string, changes: IepChanges): Promise<IepView> {
  return changing(database, id, async (client, row) => {
    if (!isEditable(row.status)) throw new Refusal(400, `Cannot edit IEP in ${String(row.status)} status`);
    const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
    const updated = await ieps.updateIep(client, id, Object.fromEntries(sent));
    return withGoals(updated ?? row, await goals.listGoals(client, [id]));
  });
}

function submit(database: Database, id: string): Promise<void> {
  return changing(database, id, async (client, { status }) => {
    if (status !== 'draft') {
      throw new Refusal(400, `IEP must be in draft status to submit for approval, currently ${String(status)}`);
    }
    await ieps.updateIep(client, id, { status: 'under_review' });
  });
}

async function updateProgress(client: Client, id: string, goalId: string, progress: Progress): Promise<void> {
  const { progress_status, progress_note } = progress;
  const goal = await goals.lockGoal(client, id, goalId);
  if (!goal) throw new Refusal(404, `Goal ${goalId} not found`);
  const note = { date: new Date().toISOString(), note: progress_note ?? '', status: progress_status };
  const added = progress_note === null || progress_note === '' ? [] : [note];
  const progress_notes = [...(goal.progress_notes ?? []), ...added];
  await goals.updateGoal(client, goalId, { progress_status, progress_notes });
}
