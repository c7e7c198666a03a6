import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

/** After a poll of three rounds in which no agent, or every agent, said yes. */
const decisions = [
  { action: 'continue', poll: 'failed', yes: 0, next: 'discussion_round', more: {} },
  { action: 'continue', poll: 'passed', yes: 3, next: 'user_topic_conclusion_confirmation', more: {} },
  {
    action: 'end_topic',
    poll: 'failed',
    yes: 0,
    next: 'user_topic_conclusion_confirmation',
    more: { user_forced_conclusion: true },
  },
  { action: 'modify', poll: 'failed', yes: 0, next: 'discussion_round', more: { user_requested_modification: true } },
  {
    action: 'skip',
    poll: 'failed',
    yes: 0,
    next: 'user_topic_conclusion_confirmation',
    more: { user_skip_to_final: true },
  },
] as const;

const asked = { verb: 'is asked', question: 'periodic_stop' };
const notAsked = { verb: 'is not asked', question: 'topic_conclusion' };

test.describe('periodic_stop', () => {
  for (const way of ['resume', 'state'] as const) {
    for (const { action, poll, yes, next, more } of decisions) {
      test(
        `takes ${action} by ${way} after a poll that ${poll}`,
        { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-29', 'VA-12', 'VA-77') },
        async ({ sessions }) => {
          const { session, discussion } = await sessions.plant((steps, planted) => steps.polled(planted, 3, yes));
          await session.proceed();
          expect.soft(session.pause?.value).toMatchObject({
            ...{ type: 'periodic_stop', current_round: 3, current_topic: discussion.topic },
            options: ['continue', 'end_topic', 'modify', 'skip'],
          });

          await session.answer({ action }, way);

          const { next: standing } = await session.state();
          expect.soft(standing).toEqual([next]);
          const history = session.values.hitl_state?.approval_history ?? [];
          expect.soft(history.map((entry) => [entry.type, entry.result])).toEqual([['periodic_stop', action]]);
          expect(session.values).toMatchObject({ user_periodic_decision: action, periodic_stop_counter: 1, ...more });
        },
      );
    }
  }

  test(
    'notes the round at which it was answered',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-29') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.polled(planted, 3, 0));
      await session.proceed();

      await session.answer({ action: 'continue' });

      expect(session.values.hitl_state?.approval_history?.[0]).toMatchObject({ round: 3, result: 'continue' });
    },
  );

  for (const { interval, rounds, verb, question } of [
    { interval: 3, rounds: 3, ...asked },
    { interval: 3, rounds: 4, ...notAsked },
    { interval: 2, rounds: 3, ...notAsked },
    { interval: 2, rounds: 4, ...asked },
    { interval: 5, rounds: 3, ...notAsked },
    { interval: 5, rounds: 5, ...asked },
    { interval: 1, rounds: 3, ...asked },
  ]) {
    test(
      `${verb} after round ${String(rounds)} with an interval of ${String(interval)}`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-29', 'VA-79') },
      async ({ sessions }) => {
        const { session } = await sessions.plant((steps, planted) => steps.polled(planted, rounds, 3), {
          checkpointInterval: interval,
          context: { checkpoint_interval: interval },
        });

        const { nodes } = await session.proceed();

        expect.soft(session.pause?.value.type).toBe(question);
        expect(nodes.includes('vote_evaluation')).toBe(question === 'topic_conclusion');
      },
    );
  }

  test(
    'is asked again after as many rounds more',
    { tag: ['@stream', '@interrupt', '@scripted', '@slow', '@writes'], annotation: plans('VA-29', 'VA-32') },
    async ({ sessions, model }) => {
      const { session, theme } = await sessions.plant((steps, planted) => steps.polled(planted, 3, 0), {
        context: { user_participation_timing: 'disabled' },
      });
      await model.answers({ purpose: 'conclusion-poll', match: theme, content: 'No, there is more to say.' });
      await session.proceed();

      await session.answer({ action: 'continue' });

      expect.soft(session.pause?.value).toMatchObject({ type: 'periodic_stop', current_round: 6 });
      await session.answer({ action: 'end_topic' });
      expect.soft(session.pause?.value.type).toBe('topic_conclusion');
      const history = session.values.hitl_state?.approval_history ?? [];
      expect.soft(history.map(({ result }) => result)).toEqual(['continue', 'end_topic']);
      expect(session.values.periodic_stop_counter).toBe(2);
    },
  );
});
