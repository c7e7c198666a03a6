import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans, spoiltState, stateProblems } from '../../../fixtures/agora/values.ts';

const spoilt = [
  { name: 'session_id removed', values: { session_id: null } },
  { name: 'current_phase a text', values: { current_phase: 'invalid_string' } },
  { name: 'current_phase −1', values: { current_phase: -1 } },
  { name: 'ui_state without console_initialized', values: { ui_state: { theme_applied: true } } },
] as const;

test.describe('a state that was spoilt', () => {
  for (const { name, values } of spoilt) {
    test(
      `by ${name} is detected, repaired by the next node, and consistent again`,
      {
        tag: ['@stream', '@interrupt', '@fault', '@writes'],
        annotation: plans('VA-51', 'VA-52', 'VA-53', 'VA-54', 'VA-78'),
      },
      async ({ agora, sessions }) => {
        const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
        const path = { thread_id: session.threadId };
        await agora.updateState(200, { path, body: { values: { ...values }, as_node: 'synthesize_agenda' } });
        const before = await agora.call(spoiltState, 200, { path });
        expect.soft(stateProblems(before.values)).not.toEqual([]);

        const { error, pauses } = await session.runSpoilt({ input: null });
        await session.runSpoilt({ command: { resume: { action: 'approve' } } });

        expect.soft(error).toBeUndefined();
        expect.soft(pauses.map(({ value }) => value.type)).toEqual(['agenda_approval']);
        const { values: after } = await session.state();
        expect.soft(stateProblems(after, true)).toEqual([]);
        expect(after).toMatchObject({ active_topic: 'One', agenda_approved: true });
      },
    );
  }

  test(
    'with nested and foreign entries in its queue is read as its topics',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-53', 'VA-54') },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One']));
      const queue = [['  Nested  '], '', 7, null, 'Plain'];
      const values = { agenda_approved: true, topic_queue: queue, final_agenda: ['Nested', 'Plain'] };
      const path = { thread_id: session.threadId };
      await agora.updateState(200, { path, body: { values, as_node: 'agenda_approval' } });

      const { error } = await session.runSpoilt({ input: null });

      expect.soft(error).toBeUndefined();
      const { values: after } = await session.state();
      expect(after).toMatchObject({ active_topic: 'Nested', topic_queue: ['Plain'] });
    },
  );

  test(
    'without a topic to announce says so and counts it',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-52') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => [
        ...steps.proposed(discussion, ['One']),
        { node: 'agenda_approval', values: { agenda_approved: true, topic_queue: ['  '], final_agenda: [] } },
      ]);

      const events = await session.open({ input: null }).toEnd();

      const update = events.find(({ kind, data }) => kind === 'updates' && 'announce_item' in data)?.data as Record<
        string,
        object
      >;
      expect(update['announce_item']).toMatchObject({
        ...{ error_count: 1, topic_queue: [], last_error: expect.stringMatching(/./) },
      });
    },
  );
});
