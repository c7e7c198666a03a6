import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../database/pool.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import { failing } from '../errors.ts';
import type { Context, Generator } from '../provider/generator.ts';
import type { GoalDraft } from '../repositories/goals.ts';
import { findIep, insertIep, lockIep, updateIep, type IepRow } from '../repositories/ieps.ts';
import { findStudent } from '../repositories/students.ts';
import { findTemplate, type TemplateRow } from '../repositories/templates.ts';
import { isEditable } from '../rules/status.ts';
import type { VectorDocument, VectorStore } from '../store/vectors.ts';
import { realGoals, withGoals, type IepView } from './ieps.ts';
import type { IepDraft, Versions } from './versions.ts';

/** Contract 4.4. A missing IEP is a 400 here. */
export interface AdvancedService {
  createWithRag(draft: IepDraft & { template_id: string }, goals: readonly GoalDraft[]): Promise<IepView>;
  generateSection(id: string, name: string, additional: Context): Promise<Record<string, unknown>>;
  updateWithVersioning(id: string, userId: number, changes: Readonly<Record<string, unknown>>): Promise<IepView>;
  submit(id: string): Promise<void>;
  similar(studentId: string, text: string, count: number): Promise<(VectorDocument & { score: number })[]>;
}

interface Dependencies {
  database: Database;
  versions: Versions;
  generator: Generator;
  vectors: VectorStore;
}

export function createAdvancedService(dependencies: Dependencies): AdvancedService {
  const { database, vectors } = dependencies;
  return {
    createWithRag: (draft, goals) =>
      failing('Failed to create IEP with RAG', () => createWithRag(dependencies, draft, goals)),
    generateSection: (id, name, additional) =>
      failing('Failed to generate IEP section', () => generateSection(dependencies, id, name, additional)),
    updateWithVersioning: (id, userId, changes) =>
      failing('Failed to update IEP with versioning', () => updateWithVersioning(database, id, userId, changes)),
    submit: (id) => failing('Failed to submit IEP for approval', () => submit(database, id)),
    similar: (studentId, text, count) =>
      failing('Failed to find similar IEPs', () => vectors.search(studentId, text, count)),
  };
}

function missing(id: string): Refusal {
  return new Refusal(400, `IEP ${id} not found`);
}

/** The model is asked before the transaction begins, so that no connection waits for it. */
async function createWithRag(
  dependencies: Dependencies,
  draft: IepDraft & { template_id: string },
  goals: readonly GoalDraft[],
): Promise<IepView> {
  const { database, versions, vectors } = dependencies;
  const template = await findTemplate(database, draft.template_id);
  if (!template) throw new Refusal(400, `Template ${draft.template_id} not found`);
  const content = await generate(dependencies, template, draft);
  const stored = await versions.append({ draft: { ...draft, content }, goals: realGoals(goals), retryGoals: false });
  await vectors.add(documentOf(stored.iep));
  return withGoals(stored.iep, stored.goals);
}

/** One call a section, and one more for goals where the template has a section for them. */
async function generate(
  { generator, vectors, ...rest }: Dependencies,
  template: TemplateRow,
  draft: IepDraft,
): Promise<Record<string, unknown>> {
  const { academic_year, content: wishes } = draft;
  const student = await describeStudent(rest.database, draft.student_id);
  const similar = await vectors.search(draft.student_id, JSON.stringify(student), 3);
  const context = { student, academic_year, wishes, similar: similar.map(({ content }) => content.slice(0, 500)) };
  const content: Record<string, unknown> = {};
  for (const [name, section] of Object.entries(template.sections)) {
    content[name] = await generator.section(name, section, context);
  }
  if ('goals' in template.sections) content['generated_goals'] = await generator.goals(template.default_goals, context);
  return content;
}

async function describeStudent(database: Database, id: string): Promise<object> {
  const student = await findStudent(database, id);
  if (!student) throw new Error(`Student ${id} not found`);
  const { student_id, first_name, last_name, grade_level, disability_codes } = student;
  return { id, student_id, first_name, last_name, grade_level, disability_codes };
}

function documentOf({ id, student_id, academic_year, version, created_at, content }: IepRow): VectorDocument {
  const metadata = { type: 'iep', student_id, academic_year, version, created_at };
  return { id: `iep_${id}`, content: JSON.stringify(content), metadata };
}

async function generateSection(
  { database, generator }: Dependencies,
  id: string,
  name: string,
  additional: Context,
): Promise<Record<string, unknown>> {
  const iep = await findIep(database, id);
  if (!iep) throw missing(id);
  const template = iep.template_id === null ? undefined : await findTemplate(database, iep.template_id);
  if (!template || !Object.hasOwn(template.sections, name)) {
    throw new Refusal(400, `Section ${name} not found in template`);
  }
  const student = await describeStudent(database, iep.student_id);
  const context = { student, academic_year: iep.academic_year, additional_context: additional };
  return generator.section(name, template.sections[name], context);
}

/** A new row beside the given one; nothing is locked or retried, so of two at once the constraint lets one through. */
function updateWithVersioning(
  database: Database,
  id: string,
  userId: number,
  changes: Readonly<Record<string, unknown>>,
): Promise<IepView> {
  return inTransaction(database, async (client) => {
    const iep = await findIep(client, id);
    if (!iep) throw missing(id);
    if (!isEditable(iep.status)) throw new Refusal(400, `Cannot edit IEP in ${String(iep.status)} status`);
    const { student_id, template_id, academic_year, status, version } = iep;
    const row = await insertIep(client, {
      ...{ id: randomUUID(), student_id, template_id, academic_year, status, version: version + 1 },
      ...{ content: { ...iep.content, ...changes }, parent_version_id: id, created_by_auth_id: userId },
      ...{ meeting_date: null, effective_date: null, review_date: null },
    });
    return withGoals(row, []);
  });
}

function submit(database: Database, id: string): Promise<void> {
  return inTransaction(database, async (client) => {
    const iep = await lockIep(client, id);
    if (!iep) throw missing(id);
    if (iep.status !== 'draft') throw new Refusal(400, 'IEP must be in draft status to submit for approval');
    await updateIep(client, id, { status: 'under_review' });
  });
}
