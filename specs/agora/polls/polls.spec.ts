import { expect, test } from '../../../fixtures/agora/index.ts';
import { majorityOf, plans } from '../../../fixtures/agora/values.ts';

const agentsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `gpt-4o_${String(index + 1)}`);

/** Majority + 1: one vote too few, and just enough (contract 8). */
const table = [2, 3, 4, 5].flatMap((voters) =>
  [...new Set([majorityOf(voters) - 1, majorityOf(voters), voters])].map((yes) =>
    yes >= majorityOf(voters)
      ? { voters, yes, passes: true, result: 'passed', minority: voters - yes, next: undefined }
      : { voters, yes, passes: false, result: 'failed', minority: yes, next: 'discussion_round' },
  ),
);

test.describe('a poll on the topic', () => {
  for (const { voters, yes, passes, result, minority, next } of table) {
    test(
      `is ${result} with ${String(yes)} of ${String(voters)} agents`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'], annotation: plans('VA-79') },
      async ({ sessions, model }) => {
        const agents = agentsOf(voters);
        const { session, theme, discussion } = await sessions.plant((steps, planted) => steps.discussed(planted, 3), {
          ...{ agents, checkpointInterval: 20 },
          context: {
            user_participation_timing: 'disabled',
            checkpoint_interval: 20,
            agents: [{ provider: 'OpenAI', model: 'gpt-4o', count: voters }],
          },
        });
        const said = [
          { content: 'Yes, all is said.', times: yes },
          { content: 'No, there is more to say.', times: voters - yes },
        ].filter(({ times }) => times > 0);
        for (const rule of said) await model.answers({ purpose: 'conclusion-poll', match: theme, ...rule });
        // Should it go on, the next poll ends it.
        await model.answers({ purpose: 'conclusion-poll', match: theme, content: 'Yes, now all is said.' });

        const { updates } = await session.proceed();

        const poll = updates.find(({ node }) => node === 'end_topic_poll')?.update;
        const counted = { topic: discussion.topic, round: 3, yes_votes: yes, total_votes: voters };
        expect.soft(poll?.['conclusion_vote']).toMatchObject({ ...counted, passed: passes });
        expect.soft(poll?.['vote_history']).toMatchObject({
          ...{ ...counted, vote_type: 'topic_conclusion', result },
        });
        expect
          .soft((poll?.['conclusion_vote'] as { minority_voters: string[] }).minority_voters)
          .toHaveLength(minority);
        const nodes = updates.map(({ node }) => node);
        expect.soft(nodes[nodes.indexOf('vote_evaluation') + 1]).toBe(next);
        expect(session.pause?.value.type).toBe('topic_conclusion');
      },
    );
  }

  for (const { answer, vote } of [
    { answer: 'yes.', vote: 'yes' },
    { answer: 'YES, we may end.', vote: 'yes' },
    { answer: 'Well, perhaps we might say yes in the end.', vote: 'no' },
    { answer: 'I would rather go on.', vote: 'no' },
  ]) {
    test(
      `takes “${answer}” for ${vote}`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'] },
      async ({ sessions, model }) => {
        const { session, theme } = await sessions.plant((steps, planted) => steps.discussed(planted, 3));
        await model.answers({ purpose: 'conclusion-poll', match: theme, content: answer });

        await session.proceed();

        expect(session.values.topic_conclusion_votes?.map(({ vote: counted }) => counted)).toEqual([vote, vote, vote]);
      },
    );
  }

  test(
    'that was not held after the periodic stop is evaluated and written down',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.polled(planted, 4, 3));

      await session.proceed();

      expect(session.values.vote_history?.at(-1)).toMatchObject({
        ...{ vote_type: 'vote_evaluation', topic: discussion.topic, round: 4, result: 'evaluated', passed: true },
      });
    },
  );
});

test.describe('final considerations', () => {
  test(
    'come from the minority alone when the vote decided',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => [
        ...steps.polled(planted, 3, 2),
        { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } },
      ]);
      await session.proceed();

      await session.answer({ action: 'confirm' });

      expect(session.values.consensus_proposals?.[`${discussion.topic}_final_considerations`]).toHaveLength(1);
    },
  );

  test(
    'come from all agents when the user ended the topic',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.polled(planted, 3, 2));
      await session.proceed();
      await session.answer({ action: 'end_topic' });

      await session.answer({ action: 'confirm' });

      expect(session.values.consensus_proposals?.[`${discussion.topic}_final_considerations`]).toHaveLength(3);
    },
  );
});

test.describe('the poll on the session', () => {
  for (const { end, go, verb, ends, asked } of [
    { end: 3, go: 0, verb: 'ends', ends: true, asked: undefined },
    { end: 2, go: 1, verb: 'ends', ends: true, asked: undefined },
    { end: 1, go: 1, verb: 'does not end', ends: false, asked: 'topic_continuation' },
    { end: 1, go: 2, verb: 'does not end', ends: false, asked: 'topic_continuation' },
  ]) {
    test(
      `${verb} it with ${String(end)} against ${String(go)}`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'] },
      async ({ sessions, model }) => {
        const { session, theme } = await sessions.plant((steps, planted) => steps.concluded(planted), {
          ...{ queue: ['What remains'], agents: agentsOf(end + go) },
        });
        await model.answers({ purpose: 'session-poll', match: theme, content: 'End: all was said.', times: end });
        await model.answers({ purpose: 'session-poll', match: theme, content: 'Continue with the next one.' });

        const { nodes } = await session.proceed();

        expect.soft(nodes[0]).toBe('agent_poll');
        expect.soft(session.values.agents_vote_end_session).toBe(ends);
        expect.soft(session.pause?.value.type).toBe(asked);
        const told = session.values.warnings?.at(-1) ?? '';
        expect([told.includes(String(end)), told.includes(String(go))]).toEqual([true, true]);
      },
    );
  }
});
