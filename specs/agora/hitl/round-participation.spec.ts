import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

const words = 'Please look at the costs as well, and name who bears them.';

test.describe('user_turn_participation', () => {
  test(
    'is asked after the agents of each round where nothing else is said',
    { tag: ['@critical', '@stream', '@interrupt', '@writes'], annotation: plans('VA-30') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted));

      await session.proceed();
      const first = session.pause?.value;
      await session.answer({ action: 'continue' });

      expect.soft(first).toMatchObject({
        ...{ type: 'user_turn_participation', current_round: 1, current_topic: discussion.topic },
        ...{ timing: 'round_end', participation_type: 'reactive_feedback', round_phase: 'post_discussion' },
        ...{ timing_phase: 'after_agents', previous_summary: null, options: ['continue', 'participate', 'finalize'] },
      });
      const summary = session.values.round_summaries?.[0];
      expect.soft(session.pause?.value).toMatchObject({ current_round: 2, previous_summary: summary?.summary_text });
      expect(session.values).toMatchObject({ current_round: 1, user_turn_decision: 'continue' });
    },
  );

  test(
    'is asked before the agents where the session says so, but not before the first round of a topic',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30', 'VA-79') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { user_participation_timing: 'start_of_round' },
      });

      const { nodes } = await session.proceed();

      expect.soft(nodes).toEqual(['discussion_round', 'round_summarization', 'round_threshold_check']);
      expect(session.pause?.value).toMatchObject({
        ...{ type: 'user_turn_participation', current_topic: discussion.topic, timing: 'round_start' },
        ...{ participation_type: 'proactive_guidance', round_phase: 'pre_discussion', timing_phase: 'before_agents' },
      });
    },
  );

  test(
    'is never asked where the session says so',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30', 'VA-79') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { user_participation_timing: 'disabled' },
      });

      const { nodes } = await session.proceed();

      expect.soft(nodes.filter((node) => node === 'discussion_round')).toHaveLength(3);
      expect(session.pause?.value.type).toBe('periodic_stop');
    },
  );

  test(
    'after a round puts the words of the user into the next one, where all agents speak after them',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted));
      await session.proceed();

      await session.answer({ action: 'participate', message: words });

      const said = (session.values.messages ?? []).filter(({ additional_kwargs: of }) => of.speaker_id === 'user');
      expect.soft(said.map(({ content, type }) => [content, type])).toEqual([[words, 'human']]);
      expect.soft(said[0]?.additional_kwargs).toMatchObject({
        ...{ speaker_role: 'user', round: 2, topic: discussion.topic },
        participation_type: 'user_turn_participation',
      });
      expect(session.values.user_participation_message).toBe(words);
    },
  );

  test(
    'before a round puts the words of the user into that one',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { user_participation_timing: 'start_of_round' },
      });
      await session.proceed();

      await session.answer({ action: 'participate', message: words });

      const ofSecond = (session.values.messages ?? []).filter(({ additional_kwargs: of }) => of.round === 2);
      expect
        .soft(ofSecond.map(({ additional_kwargs: of }) => of.speaker_role))
        .toEqual([...['user', 'participant', 'participant', 'participant']]);
      expect(ofSecond[0]?.content).toBe(words);
    },
  );

  for (const [name, answer] of [
    ['blank', { action: 'participate', message: '   ' }],
    ['missing', { action: 'participate' }],
  ] as const) {
    test(
      `adds nothing when the words are ${name}`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30') },
      async ({ sessions }) => {
        const { session } = await sessions.plant((steps, planted) => steps.announced(planted));
        await session.proceed();

        await session.answer(answer);

        const speakers = (session.values.messages ?? []).map(({ additional_kwargs: of }) => of.speaker_role);
        expect(speakers).not.toContain('user');
      },
    );
  }

  test(
    'takes the words under their older name as well',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-30') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.announced(planted));
      await session.proceed();

      await session.answer({ action: 'participate', user_message: words });

      const said = (session.values.messages ?? []).filter(({ additional_kwargs: of }) => of.speaker_id === 'user');
      expect(said.map(({ content }) => content)).toEqual([words]);
    },
  );

  for (const way of ['resume', 'state'] as const) {
    test(
      `ends the topic by ${way} when it is finalized, without a summary of that round`,
      {
        tag: ['@stream', '@interrupt', '@writes'],
        annotation: plans('VA-30', 'VA-12', 'VA-77'),
      },
      async ({ sessions }) => {
        const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted));
        await session.proceed();

        const { nodes } = await session.answer({ action: 'finalize' }, way);

        expect
          .soft(nodes.filter((node) => node !== 'discussion_round').slice(0, 4))
          .toEqual([...['final_considerations', 'topic_report_generation', 'topic_summary_generation', 'file_output']]);
        expect.soft(session.values.round_summaries ?? []).toEqual([]);
        expect(session.values).toMatchObject({
          ...{ user_turn_decision: 'finalize', user_forced_conclusion: true, completed_topics: [discussion.topic] },
        });
      },
    );
  }
});
