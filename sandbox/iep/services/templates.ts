import { randomUUID } from 'node:crypto';
import type { Database } from '../database/pool.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import { failing, isDuplicate } from '../errors.ts';
import type { UserInfo, Users } from '../provider/users.ts';
import * as templates from '../repositories/templates.ts';
import type {
  DisabilityRow,
  NewDisability,
  NewTemplate,
  TemplateFilters,
  TemplateRow,
} from '../repositories/templates.ts';
import { pageOf, sliceOf, type Page, type PageRequest } from '../rules/paging.ts';

export type TemplateView = TemplateRow & { created_by_user: UserInfo | null };
export type TemplateDraft = Omit<NewTemplate, 'id' | 'version' | 'is_active'>;
/** Undefined: the field was not sent. */
export type TemplateChanges = Record<
  'name' | 'sections' | 'grade_level' | 'default_goals' | 'disability_type_id' | 'is_active',
  unknown
>;
export type DisabilityDraft = Omit<NewDisability, 'id' | 'is_active'>;

/** Contract 5. */
export interface TemplateService {
  create(draft: TemplateDraft): Promise<TemplateView>;
  list(filters: TemplateFilters, request: PageRequest): Promise<Page<TemplateView>>;
  read(id: string): Promise<TemplateView>;
  update(id: string, changes: TemplateChanges): Promise<TemplateView>;
  deactivate(id: string): Promise<void>;
  listFor(disabilityTypeId: string, gradeLevel: string): Promise<TemplateView[]>;
  createDisability(draft: DisabilityDraft): Promise<DisabilityRow>;
  listDisabilities(active: boolean): Promise<DisabilityRow[]>;
  readDisability(id: string): Promise<DisabilityRow>;
  readDisabilityByCode(code: string): Promise<DisabilityRow>;
}

interface Dependencies {
  database: Database;
  users: Users;
}

export function createTemplateService({ database, users }: Dependencies): TemplateService {
  const view = async (rows: readonly TemplateRow[]): Promise<TemplateView[]> => {
    const known = await users.resolve(rows.map(({ created_by_auth_id }) => created_by_auth_id));
    return rows.map((row) => ({ ...row, created_by_user: known.get(row.created_by_auth_id) ?? null }));
  };
  const viewOne = async (row: TemplateRow | undefined, id: string): Promise<TemplateView> => {
    if (!row) throw notFound(id);
    return ((await view([row])) as [TemplateView])[0];
  };
  return {
    create: (draft) =>
      failing('Failed to create template', async () => {
        const row = { id: randomUUID(), ...draft, version: 1, is_active: true };
        return viewOne(await templates.insertTemplate(database, row), row.id);
      }),
    list: (filters, request) =>
      failing('Failed to retrieve templates', async () => {
        const { rows, total } = await templates.listTemplates(database, filters, sliceOf(request));
        return pageOf(await view(rows), total, request);
      }),
    read: async (id) => viewOne(await templates.findTemplate(database, id), id),
    update: (id, changes) =>
      failing('Failed to update template', async () => viewOne(await update(database, id, changes), id)),
    async deactivate(id) {
      if (!(await templates.updateTemplate(database, id, { is_active: false }))) throw notFound(id);
    },
    listFor: (disabilityTypeId, grade_level) =>
      failing('Failed to retrieve templates', async () => {
        await requireDisability(database, disabilityTypeId);
        const filters = { disability_type_id: disabilityTypeId, grade_level, is_active: true };
        return view(await templates.allTemplates(database, filters));
      }),
    createDisability: (draft) => failing('Failed to create disability type', () => createDisability(database, draft)),
    listDisabilities: (active) =>
      failing('Failed to retrieve disability types', () => templates.listDisabilities(database, active)),
    readDisability: (id) => requireDisability(database, id),
    async readDisabilityByCode(code) {
      const row = await templates.findDisability(database, 'code', code.toUpperCase());
      if (!row) throw new Refusal(404, `Disability type with code ${code} not found`);
      return row;
    },
  };
}

function notFound(id: string): Refusal {
  return new Refusal(404, `Template ${id} not found`);
}

async function requireDisability(database: Database, id: string): Promise<DisabilityRow> {
  const row = await templates.findDisability(database, 'id', id);
  if (!row) throw new Refusal(404, `Disability type ${id} not found`);
  return row;
}

async function update(database: Database, id: string, changes: TemplateChanges): Promise<TemplateRow | undefined> {
  if (!(await templates.findTemplate(database, id))) return undefined;
  const { disability_type_id: type } = changes;
  if (typeof type === 'string') await requireDisability(database, type);
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
  return templates.updateTemplate(database, id, Object.fromEntries(sent));
}

/** The index decides, so that of two at once only one gets the code. */
async function createDisability(database: Database, draft: DisabilityDraft): Promise<DisabilityRow> {
  try {
    return await templates.insertDisability(database, { id: randomUUID(), ...draft, is_active: true });
  } catch (error) {
    if (!isDuplicate(error, 'ix_disability_types_code')) throw error;
    throw new Refusal(400, `Disability type with code ${draft.code} already exists`);
  }
}
