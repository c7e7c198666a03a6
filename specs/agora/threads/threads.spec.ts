import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans, shown } from '../../../fixtures/agora/values.ts';

test.describe('POST /threads', () => {
  test(
    'creates an idle thread with the metadata given',
    { tag: ['@critical', '@writes'] },
    async ({ agora, thread, agoraSettings }) => {
      const id = await thread.create();

      const created = await agora.getThread(200, { path: { thread_id: id } });
      expect(created).toMatchObject({ thread_id: id, status: 'idle', metadata: { graph_id: agoraSettings.assistant } });
    },
  );

  test('refuses an id that is taken, and changes nothing', { tag: ['@writes'] }, async ({ agora, thread }) => {
    const id = await thread.create();
    const before = await agora.getThread(200, { path: { thread_id: id } });

    const text = await agora.createThread(409, { body: { thread_id: id, metadata: {} } });

    expect.soft(text).toContain('already exists');
    expect(await agora.getThread(200, { path: { thread_id: id } })).toEqual(before);
  });

  test(
    'gives the thread of an id that is taken, where that is asked',
    { tag: ['@writes'] },
    async ({ agora, thread }) => {
      const id = await thread.create();
      const { metadata } = await agora.getThread(200, { path: { thread_id: id } });

      const again = await agora.createThread(200, { body: { thread_id: id, metadata, if_exists: 'do_nothing' } });

      expect(again).toMatchObject({ thread_id: id, metadata });
    },
  );

  test('refuses an id that is no UUID', { tag: ['@writes'] }, async ({ agora }) => {
    const refused = await agora.createThread(400, { body: { thread_id: 'one', metadata: {} } });

    expect.soft(refused).toMatchObject({ success: false });
    expect(JSON.stringify(refused)).toContain('thread_id');
  });
});

test.describe('GET /threads/{thread_id}', () => {
  test('does not know an unknown thread, nor its state or history', { tag: ['@read-only'] }, async ({ agora }) => {
    const path = { thread_id: crypto.randomUUID() };

    expect.soft(await agora.getThread(404, { path })).toContain(path.thread_id);
    expect.soft(await agora.getState(404, { path })).toContain(path.thread_id);
    expect.soft(await agora.getHistory(404, { path, body: {} })).toContain(path.thread_id);
  });

  test('refuses an id that is no UUID', { tag: ['@read-only'] }, async ({ agora }) => {
    const refused = await agora.getThread(400, { path: { thread_id: 'one' } });

    expect(refused).toMatchObject({ success: false });
  });
});

test.describe('GET /threads/{thread_id}/state', () => {
  test('is empty before the first run', { tag: ['@writes'] }, async ({ agora, thread }) => {
    const id = await thread.create();

    const state = await agora.getState(200, { path: { thread_id: id } });

    expect(state).toMatchObject({
      ...{ values: {}, next: [], tasks: [], created_at: null, checkpoint: null, parent_checkpoint: null },
    });
  });
});

test.describe('POST /threads/{thread_id}/state', () => {
  test(
    'stores what is written as a node, and stands where that node leads',
    { tag: ['@writes'], annotation: plans('VA-40') },
    async ({ agora, thread }) => {
      const path = { thread_id: await thread.create() };

      const { checkpoint } = await agora.updateState(200, {
        path,
        body: { values: { main_topic: 'Written beside a run', current_phase: 0 }, as_node: 'config_and_keys' },
      });

      const state = await agora.getState(200, { path });
      expect.soft(state.checkpoint).toMatchObject(checkpoint);
      expect(state).toMatchObject({
        values: { main_topic: 'Written beside a run', current_phase: 0 },
        next: ['agent_instantiation'],
      });
    },
  );

  test('ignores fields that the state does not have', { tag: ['@writes'] }, async ({ agora, thread }) => {
    const path = { thread_id: await thread.create() };

    await agora.updateState(200, { path, body: { values: { not_a_field: 1 }, as_node: 'config_and_keys' } });

    const { values } = await agora.getState(200, { path });
    expect(values).not.toHaveProperty('not_a_field');
  });

  test(
    'refuses a node that the graph does not have, and writes nothing',
    { tag: ['@writes'] },
    async ({ agora, thread }) => {
      const path = { thread_id: await thread.create() };

      await agora.updateState(500, { path, body: { values: { main_topic: 'x' }, as_node: 'no_such_node' } });

      const { values } = await agora.getState(200, { path });
      expect(values).not.toHaveProperty('main_topic');
    },
  );
});

test.describe('POST /threads/{thread_id}/history', () => {
  test('has every checkpoint, the newest first', { tag: ['@writes'] }, async ({ agora, sessions }) => {
    const { session, theme } = await sessions.plant((steps, { sessionId, theme: about, agents, time }) =>
      steps.begun({ sessionId, theme: about, agents, time }),
    );
    const path = { thread_id: session.threadId };

    const history = await agora.getHistory(200, { path, body: { limit: 100 } });

    expect
      .soft(history.map(({ next }) => next.join()))
      .toEqual(['agenda_proposal', 'get_theme', 'agent_instantiation', 'config_and_keys']);
    expect.soft(history[0]?.values.main_topic).toBe(theme);
    const limited = await agora.getHistory(200, { path, body: { limit: 2 } });
    expect(limited.map(({ checkpoint }) => checkpoint)).toEqual(
      history.slice(0, 2).map(({ checkpoint }) => checkpoint),
    );
  });
});

test.describe('POST /threads/search', () => {
  test('finds threads by their metadata, and counts them', { tag: ['@writes'] }, async ({ agora, thread, run }) => {
    const ids = [await thread.create(), await thread.create()];
    const mark = run.name();
    for (const id of ids) await agora.changeThread(200, { path: { thread_id: id }, body: { metadata: { mark } } });
    await thread.create();

    const found = await agora.searchThreads(200, { body: { metadata: { mark } } });

    expect.soft(found.map(({ thread_id }) => thread_id).sort()).toEqual(ids.toSorted());
    expect(await agora.countThreads(200, { body: { metadata: { mark } } })).toBe(2);
  });
});

test.describe('DELETE /threads/{thread_id}', () => {
  test('removes the thread with its state', { tag: ['@critical', '@writes'] }, async ({ agora, thread }) => {
    const path = { thread_id: await thread.create() };
    await agora.updateState(200, { path, body: { values: { main_topic: 'x' }, as_node: 'config_and_keys' } });

    await agora.deleteThread(204, { path });

    expect.soft(await agora.getThread(404, { path })).toContain(path.thread_id);
    expect(await agora.getState(404, { path })).toContain(path.thread_id);
  });
});

test.describe('POST /threads/{thread_id}/copy', () => {
  test('makes a thread of its own with the same state', { tag: ['@writes'] }, async ({ agora, sessions, run }) => {
    const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion));
    const path = { thread_id: session.threadId };

    const mark = run.name();
    const marked = await agora.changeThread(200, { path, body: { metadata: { mark } } });

    const copy = await agora.copyThread(200, { path, body: {} });

    const copyPath = { thread_id: copy.thread_id };
    const [original, copied] = [await session.state(), await agora.getState(200, { path: copyPath })];
    const { metadata } = marked;
    expect.soft(shown(await agora.getThread(200, { path }))).toEqual(shown(marked));
    expect.soft(copy.thread_id).not.toBe(session.threadId);
    expect.soft(copy).toMatchObject({ status: 'idle', metadata });
    expect.soft(await agora.getThread(200, { path: copyPath })).toMatchObject(copy);
    expect.soft(await agora.countThreads(200, { body: { metadata: { mark } } })).toBe(2);
    expect(copied).toMatchObject({ values: original.values, next: original.next });
  });
});
