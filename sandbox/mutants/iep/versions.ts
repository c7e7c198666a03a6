import { instead } from './faults.ts';
import { createIep } from './operations.ts';
import { rule, type Applied, type Decoration, type Rule } from './rule.ts';

const latest = 'SELECT id, version FROM ieps';

/** The end of a chain is looked for otherwise; it is looked for both ways, to know whether that makes a difference. */
function endSought(applied: Applied, change: (text: string) => string): Decoration {
  return {
    database: {
      query: (original) => async (text, values) => {
        if (!text.startsWith(latest)) return original(text, values);
        const [right, wrong] = [await original(text, values), await original(change(text), values)];
        const end = ({ rows: [row] }: typeof right): string => `${String(row?.['id'])} ${String(row?.['version'])}`;
        if (end(right) !== end(wrong)) applied();
        return wrong;
      },
    },
  };
}

/** Of the same pair; the statement's own values are the student and the year. */
const pair = 'student_id = $1 AND academic_year = $2';

const numberRules = (
  [
    [
      'number-without-deleted',
      'A deleted version gives its number away.',
      instead(' ORDER', " AND status <> 'deleted' ORDER"),
    ],
    [
      'number-by-count',
      'The number of a new version is how many there are, and one.',
      instead(latest, `SELECT id, (SELECT count(*)::int FROM ieps WHERE ${pair}) AS version FROM ieps`),
    ],
    [
      'chain-across-years',
      'The years of a student share their numbers.',
      instead('academic_year = $2', '$2::text IS NOT NULL'),
    ],
    [
      'chain-across-students',
      'The students of a year share their numbers.',
      instead('student_id = $1', '$1::text IS NOT NULL'),
    ],
    [
      'parent-is-first',
      'Every version is a child of the first.',
      instead(latest, `SELECT (SELECT id FROM ieps WHERE ${pair} ORDER BY version LIMIT 1) AS id, version FROM ieps`),
    ],
    [
      'parent-skips-deleted',
      'The parent is the highest version that is not deleted.',
      instead(
        latest,
        `SELECT (SELECT id FROM ieps WHERE ${pair} AND status <> 'deleted' ORDER BY version DESC LIMIT 1) AS id, version FROM ieps`,
      ),
    ],
    ['parent-missing', 'A new version has no parent.', instead(latest, 'SELECT NULL AS id, version FROM ieps')],
  ] as const
).map(([name, description, change]) => rule(name, description, [createIep], (applied) => endSought(applied, change)));

const gapRule = rule('gap-after-failure', 'A creation that failed uses its number up.', [createIep], (applied) => {
  const failed = new Map<string, number>();
  const keyOf = (values: unknown[]): string => values.map(String).join(' ');
  return {
    versions: {
      append: (original) => async (version) => {
        try {
          return await original(version);
        } catch (error) {
          const key = keyOf([version.draft.student_id, version.draft.academic_year]);
          failed.set(key, (failed.get(key) ?? 0) + 1);
          throw error;
        }
      },
    },
    database: {
      query:
        (original) =>
        async (text, values = []) => {
          const result = await original(text, values);
          const gap = failed.get(keyOf(values));
          if (gap === undefined || !text.startsWith(latest)) return result;
          applied();
          const [row = { id: null, version: 0 }] = result.rows;
          return { ...result, rows: [{ ...row, version: Number(row['version']) + gap }] };
        },
    },
  };
});

/** Faults of the numbers and parents of versions (contract 7). */
export const versionRules: Rule[] = [...numberRules, gapRule];
