import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, goalOf, iepOf, iepRowOf } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/ieps/advanced/create-with-rag', () => {
  test(
    'generates the sections of the template into the next version of the pair',
    { tag: ['@integration', '@slow', '@db', '@llm', '@unshared', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, template: templates, database }) => {
      const { id } = await students.create();
      const template = await templates.create();
      const first = await drafts.create(id);
      const asked = goal.build();
      const body = { ...drafts.build(id, { goals: [asked] }), template_id: template.id };

      const created = await iep.createIepWithRag(201, { query, body, llmCalls: 4 });

      expect.soft(Object.keys(created.content).sort()).toEqual(Object.keys(template.sections).sort());
      const expected = { ...iepOf(body, query.current_user_id), version: 2, parent_version_id: first.id };
      expect.soft(created, 'answer').toMatchObject({ ...expected, content: created.content });
      await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 2);
      await expect.soft(database, 'row').toHaveRow('ieps', { id: created.id }, iepRowOf(created));
      const { content } = await database.row('ieps', { id: created.id });
      expect.soft(content, 'stored content').toEqual(created.content);
      expect.soft(created.goals, 'answered goals').toMatchObject([goalOf(asked, created.id)]);
      const goals = await database.rows('iep_goals', { iep_id: created.id });
      expect.soft(goals, 'goals').toEqual(created.goals);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test(
    'names an unknown template and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const template_id = crypto.randomUUID();

      const error = await iep.createIepWithRag(400, { query, body: { ...drafts.build(id), template_id } });

      expect(error).toEqual({ detail: `Template ${template_id} not found` });
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 0);
    },
  );

  test(
    'refuses a body without a template and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      const error = await iep.createIepWithRag(422, { query, body: drafts.build(id) });

      expect(error.detail.map(({ loc }) => loc.join('.'))).toEqual(['body.template_id']);
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 0);
    },
  );

  test(
    'fails when the model does, and stores nothing',
    { tag: ['@integration', '@db', '@fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, template: templates, model, run, database }) => {
      const { id } = await students.create();
      const word = run.name();
      const template = await templates.create({
        sections: { services: { required: true, description: word, fields: ['minutes'] } },
      });
      await model.fails({ purpose: 'plan-section', match: word, with: { status: 500 } });
      const body = { ...drafts.build(id), template_id: template.id };

      const error = await iep.createIepWithRag(500, { query, body });

      expect(error).toEqual({ detail: 'Failed to create IEP with RAG' });
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 0);
    },
  );
});

test.describe('POST /api/v1/ieps/advanced/{iep_id}/generate-section', () => {
  test(
    'generates one section of the template and stores nothing',
    { tag: ['@integration', '@db', '@llm', '@writes'] },
    async ({ iep, student: students, draft: drafts, template: templates, database }) => {
      const { id } = await students.create();
      const template = await templates.create();
      const draft = await drafts.create(id, { template_id: template.id });

      const section = await iep.generateSection(200, {
        path: { iep_id: draft.id },
        query,
        body: { section_name: 'services' },
      });

      expect(section).toMatchObject({ section_name: 'services', iep_id: draft.id });
      expect(section.generated_content).toBeTruthy();
      await expect(database).toHaveRow('ieps', { student_id: id }, iepRowOf(draft));
    },
  );

  test(
    'names a section that the template does not have',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, template: templates, database }) => {
      const { id } = await students.create();
      const template = await templates.create();
      const draft = await drafts.create(id, { template_id: template.id });
      const body = { section_name: 'no-such-section' };

      const error = await iep.generateSection(400, { path: { iep_id: draft.id }, query, body });

      expect(error).toEqual({ detail: 'Section no-such-section not found in template' });
      await expect(database).toHaveRow('ieps', { student_id: id }, iepRowOf(draft));
    },
  );
});

test.describe('GET /api/v1/ieps/advanced/similar-ieps/{student_id}', () => {
  test(
    'finds what was generated for the student by its own words, and no more than it is asked for',
    { tag: ['@integration', '@slow', '@llm', '@unshared', '@writes'] },
    async ({ iep, student: students, draft: drafts, template: templates }) => {
      const { id } = await students.create();
      const sections = { services: { required: true, description: 'What is offered', fields: ['minutes'] } };
      const body = { ...drafts.build(id), template_id: (await templates.create({ sections })).id };
      const first = await iep.createIepWithRag(201, { query, body, llmCalls: 3 });
      const second = await iep.createIepWithRag(201, { query, body, llmCalls: 3 });
      const path = { student_id: id };
      const query_text = JSON.stringify(first.content).slice(0, 500);

      // A store takes a while to index; how near it finds what is stored is its own affair.
      await expect
        .poll(() => iep.findSimilarIeps(200, { path, query: { query_text, top_k: 20 } }), {
          message: 'both are found',
          timeout: 30_000,
        })
        .toEqual(
          expect.arrayContaining(
            [first, second].map((created) =>
              expect.objectContaining({
                id: `iep_${created.id}`,
                metadata: expect.objectContaining({
                  student_id: id,
                  academic_year: created.academic_year,
                  version: created.version,
                }),
              }),
            ),
          ),
        );
      const nearest = await iep.findSimilarIeps(200, { path, query: { query_text, top_k: 1 } });
      expect(nearest, 'no more than one').toHaveLength(1);
    },
  );

  test(
    'answers a list that is no longer than it is asked for',
    { tag: ['@integration', '@llm', '@writes'] },
    async ({ iep, student: students }) => {
      const { id } = await students.create();

      const query = { query_text: 'reading', top_k: 1 };
      const found = await iep.findSimilarIeps(200, { path: { student_id: id }, query });

      // Of a deployment that others use too nobody knows what its store holds: that something is found is the test above.
      expect(found.length).toBeLessThanOrEqual(1);
    },
  );
});
