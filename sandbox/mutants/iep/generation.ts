import { Refusal } from '../../fastapi/refusal.ts';
import { replaced } from './faults.ts';
import { createIepWithRag, generateSection } from './operations.ts';
import { inserting } from './rows.ts';
import { During, rule, type Rule } from './rule.ts';
import { besides } from './statements.ts';

/** Faults of what a model writes (contract 4.4). */
export const generationRules: Rule[] = [
  rule('generated-section-lost', 'One section of the template is not stored.', [createIepWithRag], (applied) =>
    inserting(applied, ['advanced', 'createWithRag'], 'ieps', (row) => {
      const sections = Object.entries(JSON.parse(String(row['content'])) as object);
      return { ...row, content: JSON.stringify(Object.fromEntries(sections.slice(1))) };
    }),
  ),
  rule(
    'generated-content-not-stored',
    'The generated content is answered and not stored.',
    [createIepWithRag],
    (applied) =>
      besides(applied, 'advanced', 'createWithRag', "UPDATE ieps SET content = '{}' WHERE id = $1", ({ id }) => [id]),
  ),
  rule(
    'generation-ignored',
    'The content that is sent is stored, not the generated one.',
    [createIepWithRag],
    (applied) =>
      inserting(applied, ['advanced', 'createWithRag'], 'ieps', (row) => ({ ...row, content: '{"test": "content"}' })),
  ),
  rule(
    'generation-loses-goals',
    'The goals that are sent are not stored with a generated IEP.',
    [createIepWithRag],
    (applied) =>
      besides(applied, 'advanced', 'createWithRag', 'DELETE FROM iep_goals WHERE iep_id = $1', ({ id }) => [id]),
  ),
  rule(
    'failed-model-hidden',
    'A section that the model fails to write is left empty.',
    [createIepWithRag],
    (applied) => ({
      generator: {
        section:
          (original) =>
          (...args) =>
            original(...args).catch(() => {
              applied();
              return {};
            }),
      },
    }),
  ),
  rule('failed-generation-stored', 'A generation that fails leaves an IEP behind.', [createIepWithRag], (applied) => {
    const during = new During<{ failed: boolean }>();
    return {
      advanced: {
        createWithRag: (original) =>
          during.mark(
            async (draft: Parameters<typeof original>[0], goals: Parameters<typeof original>[1]) => {
              const created = await original(draft, goals);
              if (during.now?.failed !== true) return created;
              applied();
              throw new Refusal(500, 'Failed to create IEP with RAG');
            },
            () => ({ failed: false }),
          ),
      },
      generator: {
        section:
          (original) =>
          (...args) =>
            original(...args).catch((error: unknown) => {
              if (!during.now) throw error;
              during.now.failed = true;
              return {};
            }),
      },
    };
  }),
  rule('section-stored', 'A section that is generated alone is stored in the IEP.', [generateSection], (applied) =>
    besides(
      applied,
      'advanced',
      'generateSection',
      'UPDATE ieps SET content = $2 WHERE id = $1',
      (section, [id, name]) => [id, JSON.stringify({ [name]: section })],
    ),
  ),
  rule(
    'section-moves-iep',
    'A section that is generated alone puts the IEP under review.',
    [generateSection],
    (applied) =>
      besides(
        applied,
        'advanced',
        'generateSection',
        "UPDATE ieps SET status = 'under_review' WHERE id = $1",
        (_section, [id]) => [id],
      ),
  ),
  rule(
    'unknown-section-generated',
    'A section that the template does not have is generated.',
    [generateSection],
    (applied) =>
      replaced(
        'advanced',
        'generateSection',
        (original) => (id, name, additional) =>
          original(id, name, additional).catch((error: unknown) => {
            if (!(error instanceof Refusal) || !error.message.startsWith('Section')) throw error;
            applied();
            return { [name]: 'text' };
          }),
      ),
  ),
];
