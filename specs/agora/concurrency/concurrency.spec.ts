import { expect, test } from '../../../fixtures/agora/index.ts';
import { outcomeOf, plans } from '../../../fixtures/agora/values.ts';

const silent = { user_participation_timing: 'disabled' } as const;

test.describe('several sessions at once', () => {
  test(
    'do not mix: each has its own theme, topic and speakers',
    { tag: ['@critical', '@concurrent', '@stream', '@interrupt', '@writes'], annotation: plans('VA-64', 'VA-66') },
    async ({ sessions }) => {
      const planted = await Promise.all(
        Array.from({ length: 4 }, () =>
          sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent }),
        ),
      );

      await Promise.all(planted.map(({ session }) => session.proceed()));

      for (const { session, theme, discussion, id } of planted) {
        const { main_topic: own, messages = [], round_history: rounds = [], session_id: ownId } = session.values;
        expect.soft([own, ownId]).toEqual([theme, id]);
        expect
          .soft(new Set(messages.map(({ additional_kwargs: of }) => of.topic)))
          .toEqual(new Set([discussion.topic]));
        expect.soft(rounds).toHaveLength(3);
      }
    },
  );
});

test.describe('a thread that is busy', () => {
  test(
    'refuses a second run, and the first goes on',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent });
      const path = { thread_id: session.threadId };
      const stream = await session.open({ input: null }).opened();

      const text = await agora.createRun(422, { path, body: session.draft({ input: null }) });
      const { error, pauses } = outcomeOf(await stream.toEnd());

      expect.soft(text).toContain('already running');
      expect.soft(error).toBeUndefined();
      expect(pauses.map(({ value }) => value.type)).toEqual(['periodic_stop']);
    },
  );

  test(
    'refuses a write beside its run',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session, theme } = await sessions.plant((steps, discussion) => steps.announced(discussion), {
        context: silent,
      });
      const path = { thread_id: session.threadId };
      const stream = await session.open({ input: null }).opened();

      await agora.updateState(409, { path, body: { values: { main_topic: 'another' } } });
      await stream.toEnd();

      expect((await session.state()).values.main_topic).toBe(theme);
    },
  );

  test(
    'takes a second run after the first where it is asked to wait',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent });
      const path = { thread_id: session.threadId };
      const stream = await session.open({ input: null }).opened();

      const { run_id } = await agora.createRun(200, {
        path,
        body: session.draft({ input: null, multitask_strategy: 'enqueue' }),
      });
      await stream.toEnd();
      await agora.joinRun(200, { path: { ...path, run_id } });

      expect(await agora.getRun(200, { path: { ...path, run_id } })).toMatchObject({ status: 'success' });
    },
  );
});

test.describe('a run that is cancelled in the middle', () => {
  test(
    'ends its stream, and the thread goes on from where it stood',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent });
      const path = { thread_id: session.threadId };
      const stream = session.open({ input: null });
      await stream.until('the first update', ({ kind }) => kind === 'updates');
      const [{ run_id } = { run_id: '' }] = await agora.listRuns(200, { path });

      await agora.cancelRun(204, { path: { ...path, run_id }, query: { wait: 'true', action: 'interrupt' } });
      const { nodes } = outcomeOf(await stream.toEnd());

      expect.soft(nodes).not.toContain('end_topic_poll');
      expect.soft(await agora.getRun(200, { path: { ...path, run_id } })).toMatchObject({ status: 'interrupted' });
      await session.proceed();
      expect.soft(session.pause?.value.type).toBe('periodic_stop');
      expect(session.values.round_history).toHaveLength(3);
    },
  );

  test(
    'and rolled back is an error, and the thread can go on',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent });
      const path = { thread_id: session.threadId };
      const stream = session.open({ input: null });
      await stream.until('the first update', ({ kind }) => kind === 'updates');
      const [{ run_id } = { run_id: '' }] = await agora.listRuns(200, { path });

      await agora.cancelRun(204, { path: { ...path, run_id }, query: { wait: 'true', action: 'rollback' } });
      stream.abort();

      expect.soft(await agora.getRun(200, { path: { ...path, run_id } })).toMatchObject({ status: 'error' });
      await session.proceed();
      expect(session.pause?.value.type).toBe('periodic_stop');
    },
  );
});

test.describe('a client that goes away', () => {
  test(
    'leaves its run, which another client joins',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.announced(discussion), { context: silent });
      const path = { thread_id: session.threadId };
      const stream = session.open({ input: null });
      await stream.until('the first event', () => true);
      stream.abort();
      const [{ run_id } = { run_id: '' }] = await agora.listRuns(200, { path });

      await agora.joinRun(200, { path: { ...path, run_id } });

      expect.soft(await agora.getRun(200, { path: { ...path, run_id } })).toMatchObject({ status: 'success' });
      expect(await session.state()).toMatchObject({ next: ['periodic_user_stop'] });
    },
  );
});

test.describe('two clients that answer the same question', () => {
  test(
    'are not both heard: one answer is taken, the other refused',
    { tag: ['@concurrent', '@stream', '@interrupt', '@writes'] },
    async ({ agora, sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, ['One', 'Two']));
      await session.proceed();
      const path = { thread_id: session.threadId };
      const answer = (agenda: string[]): ReturnType<typeof agora.createRun.send> =>
        agora.createRun.send({ path, body: session.draft({ command: { resume: { action: 'edit', agenda } } }) });

      const answers = await Promise.all([answer(['Of the one']), answer(['Of the other'])]);

      expect.soft(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      for (const each of answers) each.as(each.status as 200);
      const [taken] = answers.filter(({ status }) => status === 200);
      const { run_id } = taken?.as(200) ?? { run_id: '' };
      await agora.joinRun(200, { path: { ...path, run_id } });
      const { values } = await session.state();
      expect(values.hitl_state?.approval_history).toHaveLength(1);
    },
  );
});
