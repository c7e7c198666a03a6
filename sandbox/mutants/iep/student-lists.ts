import { instead, sought, told } from './faults.ts';
import { listStudents, searchStudents } from './operations.ts';
import { rule, type Rule } from './rule.ts';

/** A condition of a filter that everything fulfils; the value keeps its place. */
const ignored =
  (condition: RegExp) =>
  (text: string): string =>
    text.replace(condition, (found) => `${/\$\d+/.exec(found)?.[0] ?? ''}::text IS NOT NULL`);

/** A fault of one way to find students: its name, its description, and what becomes of the statements. */
export type Found = (name: string, description: string, change: (text: string) => string) => Rule;

const listed: Found = (name, description, change) =>
  rule(name, description, [listStudents], (applied) => sought(applied, 'students', 'list', change));
const searched: Found = (name, description, change) =>
  rule(name, description, [searchStudents], (applied) => sought(applied, 'students', 'search', change));

const listRules = [
  listed('inactive-listed', 'The list shows students of either activity.', ignored(/is_active = \$\d+/)),
  listed(
    'grade-filter-ignored',
    'The filter for the grade lets every student through.',
    ignored(/grade_level = \$\d+/),
  ),
  listed(
    'manager-filter-ignored',
    'The filter for the case manager lets every student through.',
    ignored(/case_manager_auth_id = \$\d+/),
  ),
  listed('code-filter-ignored', 'The filter for a code lets every student through.', (text) =>
    text.replace(/json_typeof.*?code::text = (\$\d+)\)/, '$1::text IS NOT NULL'),
  ),
  listed('code-filter-first-only', 'The filter for a code looks at the first code only.', (text) =>
    text.replace(/json_typeof.*?code::text = (\$\d+)\)/, '(disability_codes->0)::text = $1'),
  ),
  listed(
    'students-by-creation',
    'The list has the newest student first.',
    instead('last_name, first_name, id', 'created_at DESC, id'),
  ),
  listed(
    'students-by-last-name-alone',
    'The list looks at the last name only, and has the oldest first where it is the same.',
    instead('last_name, first_name, id', 'last_name, created_at'),
  ),
  listed('second-page-skips-one', 'Every page but the first begins one student late.', (text) =>
    text.replace(/OFFSET ([1-9]\d*)$/, (_found, offset: string) => `OFFSET ${String(Number(offset) + 1)}`),
  ),
  rule('total-of-page', 'The total counts the students of the page only.', [listStudents], (applied) =>
    told(applied, 'students', 'list', (page) => {
      const total = page.items.length;
      const pages = Math.max(1, Math.ceil(total / page.size));
      return { ...page, total, pages, has_next: page.page < pages };
    }),
  ),
];

const searchRules = [
  searched(
    'search-without-school-id',
    'The search does not look at the school id.',
    instead(/ OR student_id ILIKE \$1/, ''),
  ),
  searched('search-without-first-name', 'The search does not look at the first name.', (text) =>
    text.replace('first_name ILIKE $1 OR ', '').replace(" OR first_name || ' ' || last_name ILIKE $1", ''),
  ),
  searched(
    'search-without-full-name',
    'The search does not look across first and last name.',
    instead(/ OR first_name \|\| ' ' \|\| last_name ILIKE \$1/, ''),
  ),
  searched('search-by-case', 'The search tells upper from lower case.', (text) => text.replaceAll('ILIKE', 'LIKE')),
  searched('search-shows-inactive', 'The search shows deactivated students.', instead('is_active AND', '')),
  searched(
    'search-limit-off-by-one',
    'The search shows one student more than it is asked for.',
    instead('LIMIT $2', 'LIMIT $2 + 1'),
  ),
];

/** Faults of the list and of the search (contract 3.2). */
export const studentListRules: Rule[] = [...listRules, ...searchRules];
