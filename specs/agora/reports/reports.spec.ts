import { expect, test } from '../../../fixtures/agora/index.ts';
import { fileNameOf } from '../../../fixtures/agora/values.ts';
import type { Plot } from '../../../fixtures/agora/sessions.ts';

/** All agents agreed, and the user was asked at the end of the third round. */
const agreed: Plot = (steps, planted) => [
  ...steps.polled(planted, 3, 3),
  { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } },
];

const written = /^topic_report_\d{8}_\d{6}\.md$/;

test.describe('the report on a topic', () => {
  test(
    'has three to six sections and a conclusion',
    { tag: ['@critical', '@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant(agreed);
      await session.proceed();

      await session.answer({ action: 'confirm' });

      const { topic_summaries: summaries = {}, report_structures: structures = {} } = session.values;
      const sections = structures[`${discussion.topic}_structure`] ?? [];
      expect.soft([3, 4, 5, 6]).toContain(sections.length);
      for (const { title } of sections) expect.soft(summaries[discussion.topic]).toContain(title);
      expect.soft(summaries[`${discussion.topic}_conclusion`] ?? '').not.toBe('');
      expect(session.values.topic_report_saved).toMatch(written);
    },
  );

  test(
    'has four sections of its own when the writer’s structure cannot be read',
    { tag: ['@stream', '@interrupt', '@scripted', '@writes'] },
    async ({ sessions, model }) => {
      const { session, theme, discussion } = await sessions.plant(agreed);
      await model.answers({ purpose: 'topic-structure', match: theme, content: '{"chapters":"two or three"}' });
      await session.proceed();

      await session.answer({ action: 'confirm' });

      const sections = session.values.report_structures?.[`${discussion.topic}_structure`] ?? [];
      expect(sections.map(({ title }) => title)).toEqual([
        ...['Executive Summary', 'Main Analysis', 'Key Insights', 'Conclusions'],
      ]);
    },
  );

  for (const topic of [
    'Openness',
    'Costs: who (really) pays? <all>/none | "some" *few* \\ [x] {y}',
    'A very long topic that goes on and on about public data and the trust in it',
    'con',
  ]) {
    test(
      `on “${topic.slice(0, 30)}” is written to a file of a safe name`,
      { tag: ['@stream', '@interrupt', '@files', '@writes'] },
      async ({ sessions, reportFiles }) => {
        const { session, id, theme } = await sessions.plant(agreed, { topic });
        await session.proceed();

        await session.answer({ action: 'confirm' });

        const files = await reportFiles(id);
        const { topic_report_saved: saved = '', topic_summary_files: paths = {} } = session.values;
        expect.soft(files.map(({ name }) => name)).toEqual([`${fileNameOf(topic, 40)}/${String(saved)}`]);
        expect.soft(paths[topic]?.endsWith(`/${fileNameOf(topic, 40)}/${String(saved)}`)).toBe(true);
        const text = files[0]?.text ?? '';
        expect.soft(text).toContain(topic);
        expect.soft(text).toContain(theme);
        expect(text).toContain(session.values.topic_summaries?.[topic]);
      },
    );
  }
});

test.describe('the final report', () => {
  test(
    'has four to six sections over all topics, and completes the session',
    { tag: ['@critical', '@stream', '@interrupt', '@files', '@writes'] },
    async ({ sessions, reportFiles }) => {
      const { session, id } = await sessions.plant((steps, planted) => steps.repolled(planted));
      await session.proceed();

      await session.answer({ action: 'end_session' });

      const { report_structure: titles = [], final_report: report, final_report_files: listed = [], ...state } = session.values;
      expect.soft([4, 5, 6]).toContain(titles.length);
      expect.soft(Object.keys(report ?? {})).toEqual(titles);
      expect.soft(state).toMatchObject({ ...{ report_generation_status: 'completed', session_completed: true, current_phase: 5 } });
      const names = titles.map((title, index) => `${String(index + 1).padStart(2, '0')}_${fileNameOf(title, 40)}.md`);
      const files = (await reportFiles(id)).filter(({ name }) => name.startsWith('final_report/'));
      expect.soft(files.map(({ name }) => name)).toEqual(['final_report/00_index.md', ...names.map((name) => `final_report/${name}`).sort()]);
      expect.soft(listed.map(({ filename }) => filename)).toEqual(expect.arrayContaining(names));
      for (const [index, title] of titles.entries()) {
        const file = files.find(({ name }) => name === `final_report/${names[index] ?? ''}`);
        expect.soft(file?.text).toContain(report?.[title]);
        expect.soft(files[0]?.text).toContain(title);
      }
    },
  );

  test(
    'fails without reports on topics, says so, and completes the session',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) =>
        steps
          .repolled(planted, [], true)
          .map(({ node, values }) => ({ node, values: { ...values, topic_summaries: {} } })),
      );

      const { nodes } = await session.proceed();

      expect.soft(nodes).toEqual(['final_report_generation', 'multi_file_output']);
      expect(session.values).toMatchObject({ report_generation_status: 'failed', report_error: expect.any(String) });
    },
  );
});
