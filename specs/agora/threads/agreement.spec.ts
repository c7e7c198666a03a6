import { expect, test } from '../../../fixtures/agora/index.ts';
import { shown, told } from '../../../fixtures/agora/values.ts';

test.describe('POST /threads', () => {
  test('answers with the thread as it is read afterwards', { tag: ['@writes'] }, async ({ agora, thread }) => {
    const body = thread.draft();

    const created = await agora.createThread(200, { body });

    const read = await agora.getThread(200, { path: { thread_id: body.thread_id } });
    expect.soft(shown(created)).toEqual(shown(read));
    expect(created).toMatchObject({ thread_id: body.thread_id, metadata: body.metadata, status: 'idle' });
  });
});

test.describe('a thread that has run', () => {
  test(
    'has the same newest state in its history, and each of its states at its checkpoint',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.repolled(discussion), { queue: ['Next'] });
      await session.proceed();
      const path = { thread_id: session.threadId };

      const history = await agora.getHistory(200, { path, body: { limit: 100 } });

      expect.soft(history.slice(0, 1).map(told)).toEqual([told(await session.state())]);
      const checkpoints = history.map(({ checkpoint }) => checkpoint);
      expect.soft(history.slice(0, -1).map((state) => state.parent_checkpoint)).toEqual(checkpoints.slice(1));
      const ids = checkpoints.flatMap((checkpoint) => (checkpoint ? [checkpoint.checkpoint_id] : []));
      expect.soft(new Set(ids).size).toBe(history.length);
      const states = await Promise.all(
        ids.map((checkpoint_id) => agora.getStateAt(200, { path: { ...path, checkpoint_id } })),
      );
      expect(states.map(told)).toEqual(history.map(told));
    },
  );

  test(
    'is told alike when it is read, searched for, changed and asked for again, and a change keeps the rest',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions, run }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.repolled(discussion), { queue: ['Next'] });
      await session.proceed();
      const path = { thread_id: session.threadId };
      const before = await agora.getThread(200, { path });
      const mark = run.name();

      const changed = await agora.changeThread(200, { path, body: { metadata: { mark } } });

      const read = await agora.getThread(200, { path });
      expect
        .soft(shown(read))
        .toEqual(shown({ ...before, metadata: { ...before.metadata, mark }, updated_at: read.updated_at }));
      expect.soft(Date.parse(read.updated_at)).toBeGreaterThanOrEqual(Date.parse(before.updated_at));
      expect.soft(shown(changed)).toEqual(shown(read));
      const found = await agora.searchThreads(200, { body: { metadata: { mark } } });
      expect.soft(found.map(shown)).toEqual([shown(read)]);
      const again = await agora.createThread(200, { body: { ...path, metadata: {}, if_exists: 'do_nothing' } });
      expect(shown(again)).toEqual(shown(read));
    },
  );
});
