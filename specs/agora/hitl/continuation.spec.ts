import { expect, test } from '../../../fixtures/agora/index.ts';
import { effectOf, plans } from '../../../fixtures/agora/values.ts';

const remaining = ['What remains', 'What else remains'];

const decisions = [
  { action: 'continue', queue: remaining, next: 'announce_item' },
  { action: 'continue', queue: [], next: 'final_report_generation' },
  { action: 'end_session', queue: remaining, next: 'final_report_generation' },
  { action: 'generate_final_report', queue: remaining, next: 'final_report_generation' },
  { action: 'modify_agenda', queue: remaining, next: 'agenda_modification' },
] as const;

test.describe('topic_continuation', () => {
  test(
    'shows what is done, what remains and what the agents advise',
    { tag: ['@critical', '@stream', '@interrupt', '@writes'], annotation: plans('VA-28') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.repolled(planted), {
        queue: remaining,
      });

      await session.proceed();

      expect(session.pause?.value).toMatchObject({
        ...{ type: 'topic_continuation', completed_topic: discussion.topic, remaining_topics: remaining },
        ...{
          agent_recommendation: 'continue',
          options: ['continue', 'end_session', 'generate_final_report', 'modify_agenda'],
        },
      });
    },
  );

  for (const way of ['resume', 'state'] as const) {
    for (const { action, queue, next } of decisions) {
      test(
        `takes ${action} by ${way} with ${String(queue.length)} topics left`,
        { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-28', 'VA-12', 'VA-77') },
        async ({ sessions }) => {
          const { session, discussion } = await sessions.plant((steps, planted) => steps.repolled(planted), {
            queue: [...queue],
            context: { user_participation_timing: 'end_of_round' },
          });
          await session.proceed();
          const before = session.values;

          const { nodes, states } = await session.answer({ action }, way);

          const followed = [...nodes, ...(await session.state()).next].filter((node) => node !== 'user_approval');
          expect.soft(followed[0]).toBe(next);
          const decided = effectOf('topic_continuation', { action }, before);
          expect
            .soft(
              states.some((state) =>
                Object.entries(decided).every(([name, value]) => Reflect.get(state, name) === value),
              ),
            )
            .toBe(true);
          const history = session.values.hitl_state?.approval_history ?? [];
          expect
            .soft(history.map((entry) => [entry.type, entry.result]))
            .toContainEqual(['topic_continuation', action]);
          expect(session.values.completed_topics).toEqual([discussion.topic]);
        },
      );
    }
  }

  test(
    'continues with the next topic from its first round on, with a clean slate',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-28', 'VA-31') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.repolled(planted), {
        queue: remaining,
      });
      await session.proceed();

      const { states } = await session.answer({ action: 'continue' });

      const announced = states.find(({ active_topic: topic }) => topic === remaining[0]);
      expect.soft(announced).toMatchObject({
        ...{
          current_round: 0,
          current_phase: 2,
          topic_queue: remaining.slice(1),
          completed_topics: [discussion.topic],
        },
        ...{ conclusion_vote: null, user_forced_conclusion: false },
      });
      expect(session.pause?.value).toMatchObject({
        type: 'user_turn_participation',
        current_round: 1,
        current_topic: remaining[0],
      });
    },
  );

  for (const action of ['end_session', 'generate_final_report']) {
    test(
      `after three completed topics ends with the final report on ${action}`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-28', 'VA-77') },
      async ({ sessions }) => {
        const before = ['The first of three', 'The second of three'];
        const { session, discussion } = await sessions.plant((steps, planted) => steps.repolled(planted, before), {
          queue: remaining,
        });
        await session.proceed();

        const { nodes } = await session.answer({ action });

        expect.soft(nodes.slice(-2)).toEqual(['final_report_generation', 'multi_file_output']);
        expect.soft(session.values.completed_topics).toEqual([...before, discussion.topic]);
        expect(session.values).toMatchObject({ session_completed: true, current_phase: 5 });
      },
    );
  }

  test(
    'is not asked when the agents vote to end the session',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-28') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.repolled(planted, [], true), {
        queue: remaining,
      });

      const { nodes } = await session.proceed();

      expect.soft(nodes).toEqual(['final_report_generation', 'multi_file_output']);
      expect(session.values.session_completed).toBe(true);
    },
  );
});
