import { sought, unrefused } from './faults.ts';
import { createTemplate, deactivateTemplate, listTemplates, listTemplatesFor, updateTemplate } from './operations.ts';
import { inserting, updating } from './rows.ts';
import { rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';

const listed = (name: string, description: string, part: string | RegExp, other: string): Rule =>
  rule(name, description, [listTemplates], (applied) =>
    sought(applied, 'templates', 'list', (text) => text.replace(part, other)),
  );
const listedFor = (name: string, description: string, part: string | RegExp, other: string): Rule =>
  rule(name, description, [listTemplatesFor], (applied) =>
    sought(applied, 'templates', 'listFor', (text) => text.replace(part, other)),
  );

/** Faults of templates (contract 5). */
export const templateRules: Rule[] = [
  rule('template-begins-at-zero', 'A new template has version 0.', [createTemplate], (applied) =>
    inserting(applied, ['templates', 'create'], 'iep_templates', (row) => ({ ...row, version: 0 })),
  ),
  listed(
    'inactive-templates-listed',
    'Templates of either activity are listed.',
    /is_active = (\$\d+)/,
    '$1::text IS NOT NULL',
  ),
  listed(
    'template-type-ignored',
    'The filter for the type lets every template through.',
    /disability_type_id = (\$\d+)/,
    '$1::text IS NOT NULL',
  ),
  listed(
    'template-grade-ignored',
    'The filter for the grade lets every template through.',
    /grade_level = (\$\d+)/,
    '$1::text IS NOT NULL',
  ),
  listed(
    'templates-by-creation',
    'The templates come in the order of creation.',
    'ORDER BY name, id',
    'ORDER BY created_at, id',
  ),
  listedFor(
    'inactive-templates-offered',
    'Deactivated templates are offered for a grade.',
    /is_active = (\$\d+)/,
    '$1::text IS NOT NULL',
  ),
  listedFor(
    'other-types-offered',
    'Templates of other types are offered.',
    /disability_type_id = (\$\d+)/,
    '$1::text IS NOT NULL',
  ),
  listedFor(
    'grades-loosely-matched',
    'Templates of a grade that only begins alike are offered.',
    /grade_level = (\$\d+)/,
    "$1 LIKE grade_level || '%'",
  ),
  rule('unknown-type-offers-none', 'For an unknown type nothing is offered.', [listTemplatesFor], (applied) =>
    unrefused(applied, 'templates', 'listFor', 404, () => []),
  ),
  rule('template-update-bumps-version', 'An update gives a template the next version.', [updateTemplate], (applied) =>
    updating(applied, ['templates', 'update'], 'iep_templates', (row) => ({ ...row, version: 2 })),
  ),
  rule('template-update-clears-absent', 'An update clears the grade that is not sent.', [updateTemplate], (applied) =>
    updating(applied, ['templates', 'update'], 'iep_templates', (row) => ({ grade_level: null, ...row })),
  ),
  rule(
    'template-update-takes-all',
    'An update changes every template of the last minute.',
    [updateTemplate],
    (applied) =>
      besides(
        applied,
        'templates',
        'update',
        "UPDATE iep_templates SET grade_level = 'other' WHERE id <> $1 AND created_at > now() - interval '1 minute'",
        (_result, [id]) => [id],
      ),
  ),
  rule(
    'template-deactivation-not-stored',
    'The deactivation of a template is not stored.',
    [deactivateTemplate],
    (applied) => updating(applied, ['templates', 'deactivate'], 'iep_templates', () => ({})),
  ),
  rule('template-deactivation-renames', 'A deactivated template gets another name.', [deactivateTemplate], (applied) =>
    updating(applied, ['templates', 'deactivate'], 'iep_templates', (row, id) => ({ ...row, name: String(id) })),
  ),
];
