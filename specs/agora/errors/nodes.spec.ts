import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans, stateProblems, told } from '../../../fixtures/agora/values.ts';

/** A node that raises, from a thread that stands before it. */
const failing = [
  { node: 'agenda_proposal', error: 'ValueError' },
  { node: 'agenda_proposal', error: 'KeyError' },
  { node: 'agenda_proposal', error: 'ConnectionError' },
] as const;

test.describe('an exception of a node', () => {
  for (const { node, error } of failing) {
    test(
      `of the kind ${error} ends the run with an error that names the node and the cause`,
      {
        tag: ['@stream', '@interrupt', '@fault', '@writes'],
        annotation: plans('VA-43', 'VA-44', 'VA-25', 'VA-78'),
      },
      async ({ sessions }) => {
        const message = 'injected by a test';
        const { session, theme } = await sessions.create({
          context: { faults: { [node]: { error, message, times: 1 } } },
        });

        const outcome = await session.start();

        expect.soft(outcome.error?.error).toBe('NodeExecutionError');
        expect.soft(outcome.error?.message).toContain(node);
        expect.soft(outcome.error?.message).toContain(message);
        expect.soft(outcome.nodes).toEqual(['config_and_keys', 'agent_instantiation', 'get_theme']);
        const state = await session.state();
        expect.soft(state.next).toEqual([node]);
        expect(state.values).toMatchObject({ main_topic: theme });
      },
    );
  }

  test(
    'is got over by running on: the failed node runs again, and the state is whole',
    {
      tag: ['@critical', '@stream', '@interrupt', '@fault', '@writes'],
      annotation: plans('VA-45', 'VA-46', 'VA-57', 'VA-78', 'VA-80'),
    },
    async ({ sessions }) => {
      const { session, id } = await sessions.create({
        context: { faults: { agenda_proposal: { error: 'ValueError', times: 1 } } },
      });
      await session.start();

      const { nodes } = await session.proceed({ context: {} });

      expect.soft(nodes[0]).toBe('agenda_proposal');
      expect.soft(session.pause?.value.type).toBe('agenda_approval');
      expect.soft(stateProblems(session.values, true)).toEqual([]);
      expect(session.values.session_id).toBe(id);
    },
  );

  test(
    'in a row of runs ends each of them, and loops nowhere',
    { tag: ['@stream', '@interrupt', '@fault', '@writes'], annotation: plans('VA-55', 'VA-56', 'VA-78') },
    async ({ sessions }) => {
      const { session } = await sessions.create({
        context: { faults: { agenda_proposal: { error: 'ValueError', times: 1 } } },
      });

      const outcomes = [await session.start(), await session.proceed(), await session.proceed()];
      await session.proceed({ context: {} });

      expect.soft(outcomes.map(({ error }) => error?.error)).toEqual(outcomes.map(() => 'NodeExecutionError'));
      expect.soft(outcomes.slice(1).map(({ nodes }) => nodes)).toEqual([[], []]);
      expect.soft(session.values.error_count).toBeLessThanOrEqual(5);
      expect(session.pause?.value.type).toBe('agenda_approval');
    },
  );

  test(
    'while a question is open leaves the question’s own state alone',
    { tag: ['@stream', '@interrupt', '@fault', '@writes'], annotation: plans('VA-24', 'VA-25', 'VA-31') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
      await session.proceed();

      const failed = await session.run({
        command: { resume: { action: 'approve' } },
        context: { faults: { announce_item: { error: 'ValueError', times: 1 } } },
      });

      expect.soft(failed.error?.message).toContain('announce_item');
      expect.soft(session.values).toMatchObject({ agenda_approved: true, final_agenda: ['One', 'Two'] });
      await session.proceed({ context: {} });
      expect(session.values).toMatchObject({ active_topic: 'One', topic_queue: ['Two'] });
    },
  );

  test(
    'leads back to an earlier checkpoint when the run is taken up from there',
    { tag: ['@stream', '@interrupt', '@fault', '@writes'], annotation: plans('VA-57') },
    async ({ agora, sessions }) => {
      const { session, id } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
      await session.proceed();
      await session.answer({ action: 'edit', agenda: ['Something else'] });
      const history = await agora.getHistory(200, { path: { thread_id: session.threadId }, body: { limit: 100 } });
      expect.soft(history.slice(0, 1).map(told)).toEqual([told(await session.state())]);
      // That of the question itself holds the answer that was given to it.
      const good = history.find(({ next }) => next.join() === 'synthesize_agenda');

      await session.open({ input: null, checkpoint: { checkpoint_id: good?.checkpoint?.checkpoint_id } }).toEnd();

      const state = await session.state();
      expect.soft(state.next).toEqual(['agenda_approval']);
      expect.soft(state.values.session_id).toBe(id);
      expect(state.values).not.toHaveProperty('final_agenda');
    },
  );
});
