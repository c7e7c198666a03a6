import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';
import type { Plot } from '../../../fixtures/agora/sessions.ts';

/** A poll that passed with two of three, and a user who let it be. */
const passed: Plot = (steps, planted) => [
  ...steps.polled(planted, 3, 2),
  { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } },
];

test.describe('topic_conclusion', () => {
  test(
    'shows topic, round and votes',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-27') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant(passed);

      await session.proceed();

      expect(session.pause?.value).toMatchObject({
        ...{ type: 'topic_conclusion', current_topic: discussion.topic, current_round: 3 },
        ...{ vote_results: { passed: true, yes_votes: 2, total_votes: 3 }, options: ['confirm', 'continue'] },
      });
    },
  );

  for (const way of ['resume', 'state'] as const) {
    test(
      `concludes the topic when it is confirmed by ${way}`,
      { tag: ['@critical', '@stream', '@interrupt', '@writes'], annotation: plans('VA-27', 'VA-12', 'VA-77') },
      async ({ sessions }) => {
        const { session, discussion } = await sessions.plant(passed);
        await session.proceed();

        const { nodes } = await session.answer({ action: 'confirm' }, way);

        expect
          .soft(nodes.filter((node) => node !== 'user_topic_conclusion_confirmation').slice(0, 4))
          .toEqual([...['final_considerations', 'topic_report_generation', 'topic_summary_generation', 'file_output']]);
        expect(session.values).toMatchObject({
          ...{ user_topic_conclusion_decision: 'confirm', completed_topics: [discussion.topic], active_topic: null },
        });
      },
    );

    test(
      `goes on with another round when the user overrides it by ${way}`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-27', 'VA-12', 'VA-77') },
      async ({ sessions }) => {
        const { session, discussion } = await sessions.plant(passed);
        await session.proceed();

        await session.answer({ action: 'continue' }, way);

        expect.soft(session.pause?.value).toMatchObject({
          ...{ type: 'user_turn_participation', current_round: 4, current_topic: discussion.topic },
        });
        expect(session.values.user_topic_conclusion_decision).toBe('continue');
      },
    );
  }

  test(
    'is asked as well when the user ends the topic against the votes',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-27') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.polled(planted, 3, 0));
      await session.proceed();

      await session.answer({ action: 'end_topic' });

      expect(session.pause?.value).toMatchObject({
        ...{ type: 'topic_conclusion', vote_results: { passed: false, yes_votes: 0, total_votes: 3 } },
      });
    },
  );
});
