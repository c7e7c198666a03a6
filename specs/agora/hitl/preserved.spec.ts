import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

test.describe('an interrupt', () => {
  test(
    'keeps the state as it is until it is answered, however often it is looked at',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-31', 'VA-83') },
    async ({ agora, sessions }) => {
      const { session } = await sessions.create();
      await session.until('agenda_approval');
      const path = { thread_id: session.threadId };
      const before = await session.state();

      const again = await session.state();
      const [newest] = await agora.getHistory(200, { path, body: { limit: 1 } });

      expect.soft(again).toEqual(before);
      expect.soft(newest).toMatchObject({ values: before.values, next: ['agenda_approval'] });
      await session.answer({ action: 'approve' });
      const { values } = session;
      const kept = [
        'session_id',
        'main_topic',
        'start_time',
        'config_hash',
        'agents',
        'proposed_topics',
        'votes',
      ] as const;
      expect(kept.map((name) => values[name])).toEqual(kept.map((name) => before.values[name]));
    },
  );

  test(
    'is never taken for an error: nothing is counted, recovered or warned of',
    {
      tag: ['@critical', '@stream', '@interrupt', '@writes'],
      annotation: plans('VA-24', 'VA-26', 'VA-82'),
    },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      await session.until('periodic_stop');

      expect.soft(session.outcomes.map(({ error }) => error)).toEqual(session.outcomes.map(() => undefined));
      expect.soft(session.outcomes.length).toBeGreaterThan(4);
      expect(session.values).toMatchObject({ error_count: 0, last_error: null });
    },
  );

  test(
    'of one kind is followed by those of others in one session',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-32') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
      await session.proceed();

      await session.answer({ action: 'edit', agenda: ['Only this'] });
      await session.answer({ action: 'participate', message: 'A word on this, if I may.' });
      await session.answer({ action: 'finalize' });

      const asked = session.outcomes.flatMap(({ pauses }) => pauses.map(({ value }) => value.type));
      expect
        .soft(asked.slice(0, 3))
        .toEqual([...['agenda_approval', 'user_turn_participation', 'user_turn_participation']]);
      expect
        .soft(new Set(session.outcomes.flatMap(({ pauses }) => pauses.map(({ id }) => id))).size)
        .toBe(asked.length);
      expect(session.values).toMatchObject({ final_agenda: ['Only this'], completed_topics: ['Only this'] });
    },
  );

  test(
    'is abandoned by a new input, which starts from the beginning',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, theme } = await sessions.create();
      await session.until('agenda_approval');

      const events = await session.open({ input: { main_topic: `${theme} once more` } }).toEnd();

      const nodes = events.flatMap(({ kind, data }) => (kind === 'updates' ? Object.keys(data) : []));
      expect.soft(nodes[0]).toBe('config_and_keys');
      const { values } = await session.state();
      expect(values.main_topic).toBe(`${theme} once more`);
    },
  );

  test(
    'answered by its id goes on as well',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-11') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
      await session.proceed();
      const id = session.pause?.id ?? '';

      await session.answer({ [id]: { action: 'reject' } });

      expect(session.values.agenda_rejected).toBe(true);
    },
  );
});
