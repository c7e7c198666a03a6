import { isDeepStrictEqual } from 'node:util';
import { updateWithVersioning } from './operations.ts';
import { alwaysOpen, inserting, takenFor, type Change } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides, despiteRefusal } from './statements.ts';

/** The new row of a versioned update otherwise than it should be. */
const versioned = (name: string, description: string, change: Change): Rule =>
  rule(name, description, [updateWithVersioning], (applied) =>
    inserting(applied, ['advanced', 'updateWithVersioning'], 'ieps', change),
  );

/** Objects within objects are merged too. */
function deeplyMerged(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, deeplyMerged(before[key], value)]);
  return { ...before, ...Object.fromEntries(entries) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Faults of the versioned update (contract 4.4). */
export const versionedUpdateRules: Rule[] = [
  versioned('versioned-update-merges-deeply', 'Objects in the content are merged too.', async (row, query) => {
    const { rows } = await query('SELECT content FROM ieps WHERE id = $1', [row['parent_version_id']]);
    const content = deeplyMerged(rows[0]?.['content'], JSON.parse(String(row['content'])));
    return { ...row, content: JSON.stringify(content) };
  }),
  versioned(
    'versioned-update-of-latest',
    'An update of an older version goes on from the latest.',
    async (row, query) => {
      const { rows } = await query(
        'SELECT id, version FROM ieps WHERE student_id = $1 AND academic_year = $2 ORDER BY version DESC LIMIT 1',
        [row['student_id'], row['academic_year']],
      );
      return { ...row, parent_version_id: rows[0]?.['id'], version: Number(rows[0]?.['version']) + 1 };
    },
  ),
  versioned('versioned-update-drafts', 'A versioned update is always a draft.', (row) => ({ ...row, status: 'draft' })),
  versioned('versioned-update-loses-template', 'A versioned update has no template.', (row) => ({
    ...row,
    template_id: null,
  })),
  versioned('versioned-update-orphaned', 'A versioned update has no parent.', (row) => ({
    ...row,
    parent_version_id: null,
  })),
  versioned('versioned-update-replaces', 'A versioned update loses the content before it.', async (row, query) => {
    const { rows } = await query('SELECT content FROM ieps WHERE id = $1', [row['parent_version_id']]);
    const before = rows[0]?.['content'] as Record<string, unknown>;
    const changed = Object.entries(JSON.parse(String(row['content'])) as object).filter(
      ([key, value]) => !isDeepStrictEqual(before[key], value),
    );
    return { ...row, content: JSON.stringify(Object.fromEntries(changed)) };
  }),
  rule(
    'versioned-update-edits-too',
    'A versioned update changes the edited IEP as well.',
    [updateWithVersioning],
    (applied) =>
      besides(
        applied,
        'advanced',
        'updateWithVersioning',
        'UPDATE ieps SET content = $2 WHERE id = $1',
        ({ content }, [id]) => [id, JSON.stringify(content)],
      ),
  ),
  rule(
    'versioned-update-expires',
    'A versioned update makes the edited IEP expire.',
    [updateWithVersioning],
    (applied) =>
      besides(
        applied,
        'advanced',
        'updateWithVersioning',
        "UPDATE ieps SET status = 'expired' WHERE id = $1",
        (_result, [id]) => [id],
      ),
  ),
  rule(
    'refused-versioning-edits',
    'A versioned update that is refused is stored in place.',
    [updateWithVersioning],
    (applied) =>
      despiteRefusal(
        applied,
        'advanced',
        'updateWithVersioning',
        "UPDATE ieps SET content = '{}' WHERE id = $1",
        ([id]) => [id],
      ),
  ),
  rule(
    'closed-iep-versioned',
    'An IEP is updated to a new version whatever its status.',
    [updateWithVersioning],
    (applied) => takenFor(applied, ['advanced', 'updateWithVersioning'], alwaysOpen),
  ),
];
