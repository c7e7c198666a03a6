import { Refusal } from '../../fastapi/refusal.ts';
import { replaced, told } from './faults.ts';
import { getDisabilityTypeByCode, listDisabilityTypes, listTemplatesFor } from './operations.ts';
import { rule, type Rule } from './rule.ts';

/** Faults of disability types and of what is seeded (contract 5). */
export const disabilityTypeRules: Rule[] = [
  rule(
    'code-as-it-is',
    'A disability type is looked up by the code as it is sent.',
    [getDisabilityTypeByCode],
    (applied) =>
      replaced('templates', 'readDisabilityByCode', (original) => async (code) => {
        const found = await original(code);
        if (found.code === code) return found;
        applied();
        throw new Refusal(404, `Disability type with code ${code} not found`);
      }),
  ),
  rule('seeded-type-hidden', 'One of the seeded types is not listed.', [listDisabilityTypes], (applied) =>
    told(applied, 'templates', 'listDisabilities', (list) => list.filter(({ code }) => code !== 'TBI')),
  ),
  rule('seeded-template-hidden', 'One of the seeded templates is not offered.', [listTemplatesFor], (applied) =>
    told(applied, 'templates', 'listFor', (list) => list.filter(({ name }) => !name.startsWith('High School ED'))),
  ),
  rule('seeded-goal-lost', 'A seeded template lacks one of its goals.', [listTemplatesFor], (applied) =>
    told(applied, 'templates', 'listFor', (list) =>
      list.map((template) =>
        template.name.startsWith('Middle School SLD')
          ? { ...template, default_goals: (template.default_goals ?? []).slice(1) }
          : template,
      ),
    ),
  ),
];
