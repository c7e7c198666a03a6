import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans, rotated } from '../../../fixtures/agora/values.ts';

const silent = { user_participation_timing: 'disabled' } as const;

test.describe('a round', () => {
  test(
    'lets every agent speak once, in an order that moves on by one each round',
    { tag: ['@critical', '@stream', '@interrupt', '@writes'], annotation: plans('VA-20', 'VA-21', 'VA-22', 'VA-38') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: silent,
      });

      await session.proceed();

      const { turn_order_history: orders = [], round_history: rounds = [], messages = [] } = session.values;
      const [first = []] = orders;
      expect.soft(orders).toEqual([first, rotated(first), rotated(rotated(first))]);
      expect.soft(first.toSorted()).toEqual(discussion.agents.toSorted());
      expect
        .soft(rounds.map(({ round_number: number, topic, participants }) => [number, topic, participants.toSorted()]))
        .toEqual([1, 2, 3].map((number) => [number, discussion.topic, discussion.agents.toSorted()]));
      const spoken = messages.map(({ additional_kwargs: of }) => [of.round, of.turn_order, of.speaker_id]);
      expect
        .soft(spoken)
        .toEqual(orders.flatMap((order, index) => order.map((speaker, turn) => [index + 1, turn + 1, speaker])));
      expect(session.values).toMatchObject({ current_round: 3, rounds_per_topic: { [discussion.topic]: 3 } });
    },
  );

  test(
    'is summarized once',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-38') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: silent,
      });

      await session.proceed();

      const summaries = session.values.round_summaries ?? [];
      expect
        .soft(summaries.map(({ round_number, topic, created_by }) => [round_number, topic, created_by]))
        .toEqual([1, 2, 3].map((number) => [number, discussion.topic, 'summarizer']));
      for (const { summary_text: text, token_count: words } of summaries) {
        expect.soft(words).toBe(text.split(/\s+/).filter(Boolean).length);
      }
    },
  );

  test(
    'adds to what was said before, which stays as it was',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-8', 'VA-20', 'VA-38') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.discussed(planted, 1));
      const before = (await session.state()).values.messages ?? [];

      await session.proceed();
      await session.answer({ action: 'continue' });

      const after = session.values.messages ?? [];
      expect.soft(after.slice(0, before.length)).toEqual(before);
      expect(after).toHaveLength(before.length * 2);
    },
  );

  test(
    'goes to the poll from the third on, and not before',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-79') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.announced(planted), { context: silent });

      const { nodes } = await session.proceed();

      const round = ['discussion_round', 'round_summarization', 'round_threshold_check'];
      expect(nodes).toEqual([...round, ...round, ...round, 'end_topic_poll']);
    },
  );
});

test.describe('relevance', () => {
  for (const { score, off, effect } of [
    { score: 0.69, off: true, effect: 'marks the message and warns its speaker' },
    { score: 0.7, off: false, effect: 'leaves the message as it is' },
    { score: 0, off: true, effect: 'marks the message and warns its speaker' },
    { score: 1, off: false, effect: 'leaves the message as it is' },
  ]) {
    test(
      `of ${String(score)} ${effect}`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'] },
      async ({ sessions, model }) => {
        const { session, theme, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
          context: silent,
        });
        await model.answers({
          purpose: 'relevance',
          match: theme,
          content: JSON.stringify({ relevance_score: score }),
          times: 1,
        });

        await session.proceed();

        const messages = session.values.messages ?? [];
        const [first, second] = messages;
        expect.soft(first?.content.startsWith('[OFF-TOPIC] ')).toBe(off);
        expect.soft(first?.additional_kwargs.relevance_score).toBe(score);
        expect.soft(second?.additional_kwargs.warning_for === first?.additional_kwargs.speaker_id).toBe(off);
        const spoken = messages.filter(
          ({ additional_kwargs: of }) => of.speaker_role === 'participant' && of.round === 1,
        );
        expect(spoken).toHaveLength(discussion.agents.length);
      },
    );
  }

  test(
    'that cannot be judged counts as half, and the message stays',
    { tag: ['@stream', '@interrupt', '@scripted', '@writes'] },
    async ({ sessions, model }) => {
      const { session, theme } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: silent,
      });
      await model.answers({ purpose: 'relevance', match: theme, content: '{"verdict":"unclear"}', times: 1 });

      await session.proceed();

      const [first] = session.values.messages ?? [];
      expect.soft(first?.content.startsWith('[OFF-TOPIC] ')).toBe(false);
      expect(first?.additional_kwargs.relevance_score).toBe(0.5);
    },
  );
});

test.describe('silence', () => {
  for (const [name, content, shown] of [
    ['blank', '  ', 'Empty response from'],
    ['absent', null, 'No response from'],
  ] as const) {
    test(
      `that is ${name} is told in the agent’s place, and the round goes on`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'], annotation: plans('VA-50') },
      async ({ sessions, model }) => {
        const { session, theme, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
          context: silent,
        });
        await model.answers({ purpose: 'discussion', match: theme, content, times: 1 });

        await session.proceed();

        const spoken = (session.values.messages ?? []).filter(
          ({ additional_kwargs: of }) => of.round === 1 && of.speaker_role === 'participant',
        );
        const [first] = spoken;
        expect.soft(first?.content).toBe(`[${shown} ${first?.additional_kwargs.speaker_id ?? ''}]`);
        expect(spoken).toHaveLength(discussion.agents.length);
      },
    );
  }
});
