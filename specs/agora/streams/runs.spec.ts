import { expect, test } from '../../../fixtures/agora/index.ts';
import { joinStream, outcomeOf, type RunDraft } from '../../../fixtures/agora/values.ts';

/** What a run tells of what it was started with (langgraph-server 4). */
const asked = ({ input, config, context, stream_mode }: RunDraft): Record<string, unknown> => ({
  input,
  config,
  context,
  stream_mode,
});

/** An answer that is JSON, whether its content type says so or not (langgraph-server 4). */
const answerOf = (answer: unknown): unknown => (typeof answer === 'string' ? (JSON.parse(answer) as unknown) : answer);

test.describe('POST /threads/{thread_id}/runs/stream', () => {
  test(
    'sends each update as it comes, long before the run is over',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      const stream = session.open({ input: { main_topic: 'Streams' } });
      const first = await stream.until('the update of a node', ({ kind }) => kind === 'updates');
      const before = stream.events.length;
      const events = await stream.toEnd();

      expect.soft(events.length).toBeGreaterThan(before);
      expect.soft(first.at).toBeLessThan(events.at(-1)?.at ?? 0);
      expect.soft(stream.headers['content-location']).toContain(outcomeOf(events).runId);
    },
  );

  test(
    'leaves a run that can be read, and its thread at the pause',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.create();
      await session.until('agenda_approval');
      const path = { thread_id: session.threadId };

      const run = await agora.getRun(200, { path: { ...path, run_id: session.last.runId } });

      // A pause is no failure of its run.
      expect.soft(run).toMatchObject({ run_id: session.last.runId, thread_id: session.threadId, status: 'success' });
      expect.soft(await agora.listRuns(200, { path })).toEqual([run]);
      await session.answer({ action: 'approve' });
      const listed = await agora.listRuns(200, { path });
      expect(listed.map(({ run_id }) => run_id)).toEqual(session.outcomes.map(({ runId }) => runId));
    },
  );

  test('refuses an unknown assistant', { tag: ['@writes'] }, async ({ agora, thread }) => {
    const path = { thread_id: await thread.create() };

    const text = await agora.createRun(404, { path, body: { assistant_id: 'nobody', input: {} } });

    expect(text).toContain('nobody');
  });

  test(
    'refuses a run without an assistant, and one of an unknown kind of stream',
    { tag: ['@writes'] },
    async ({ agora, thread, agoraSettings }) => {
      const path = { thread_id: await thread.create() };
      const { assistant: assistant_id } = agoraSettings;

      const without = await agora.createRun(400, { path, body: { input: {} } });
      const unknown = await agora.createRun(400, {
        path,
        body: { assistant_id, input: {}, stream_mode: ['everything'] },
      });

      expect.soft([without, unknown]).toMatchObject([{ success: false }, { success: false }]);
      expect(await agora.listRuns(200, { path })).toEqual([]);
    },
  );

  test(
    'ends with an error when a run takes more steps than it may, and goes on with a higher limit',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      // The thread shows a step less than the state then, which is the server's own affair.
      const few = { recursion_limit: 4 };
      const { error } = outcomeOf(await session.open({ input: { main_topic: 'Steps' }, config: few }).toEnd());
      await session.proceed();

      expect.soft(error?.error).toBe('GraphRecursionError');
      expect(session.pause?.value.type).toBe('agenda_approval');
    },
  );

  test(
    'ends with an error without input on a thread that has not begun',
    { tag: ['@stream', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      const events = await session.open({ input: null }).toEnd();

      expect(outcomeOf(events).error?.error).toBe('EmptyInputError');
    },
  );
});

test.describe('GET /threads/{thread_id}/runs/{run_id}/stream', () => {
  test(
    'sends a resumable run again, event by event',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions, streams }) => {
      const { session, theme } = await sessions.create();
      const original = await session.open({ input: { main_topic: theme }, stream_resumable: true }).toEnd();
      const { runId } = outcomeOf(original);

      const again = await streams
        .open(joinStream, {
          path: { thread_id: session.threadId, run_id: runId },
          headers: { 'last-event-id': '-1' },
        })
        .toEnd();

      const told = (events: typeof original): unknown[] => events.map(({ kind, data, id }) => ({ kind, data, id }));
      expect(told(again)).toEqual(told(original));
    },
  );
});

test.describe('POST /threads/{thread_id}/runs/wait', () => {
  test('answers with the question at a pause', { tag: ['@interrupt', '@writes'] }, async ({ agora, sessions }) => {
    const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']), {
      context: { user_participation_timing: 'disabled' },
    });
    const path = { thread_id: session.threadId };

    const body = session.draft({ input: null });

    const answer = await agora.waitForRun(200, { path, body });

    const { tasks } = await session.state();
    const questions = tasks.flatMap(({ interrupts }) => interrupts);
    expect.soft(questions.map(({ value }) => value.type)).toEqual(['agenda_approval']);
    expect.soft(answerOf(answer)).toEqual({ __interrupt__: questions });
    expect(await agora.listRuns(200, { path })).toMatchObject([{ status: 'success', kwargs: asked(body) }]);
  });
});

test.describe('GET /threads/{thread_id}/runs/{run_id}/join', () => {
  test('waits for a run in the background', { tag: ['@interrupt', '@writes'] }, async ({ agora, sessions }) => {
    const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']), {
      context: { user_participation_timing: 'disabled' },
    });
    const path = { thread_id: session.threadId };
    const body = session.draft({ input: null });

    const created = await agora.createRun(200, { path, body });
    const { run_id, thread_id, assistant_id, metadata, created_at, updated_at } = created;

    await agora.joinRun(200, { path: { ...path, run_id } });

    const run = await agora.getRun(200, { path: { ...path, run_id } });
    expect.soft(created).toMatchObject({ thread_id: session.threadId, status: 'pending', kwargs: asked(body) });
    expect.soft(Date.parse(updated_at)).toBeGreaterThanOrEqual(Date.parse(created_at));
    expect.soft(run).toMatchObject({ run_id, thread_id, assistant_id, metadata, created_at, status: 'success' });
    expect.soft(run.kwargs).toMatchObject(asked(body));
    expect.soft(await agora.listRuns(200, { path })).toEqual([run]);
    expect(await session.state()).toMatchObject({ next: ['agenda_approval'] });
  });
});
