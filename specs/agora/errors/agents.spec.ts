import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

const agent = 'gpt-4o_1';

test.describe('an agent that fails', () => {
  test(
    'twice is asked again, and speaks',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-47', 'VA-48', 'VA-78') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { faults: { [agent]: { fail: 2 } } },
      });

      await session.proceed();
      await session.run({ command: { resume: { action: 'continue' } }, context: {} });

      const spoken = (session.values.messages ?? []).filter(
        ({ additional_kwargs: of }) => of.round === 1 && of.speaker_role === 'participant',
      );
      expect
        .soft(spoken.map(({ additional_kwargs: of }) => of.speaker_id).sort())
        .toEqual(discussion.agents.toSorted());
      expect(spoken.filter(({ content }) => content.startsWith('['))).toEqual([]);
    },
  );

  test(
    'for good is named in its place, and the round goes on with the others',
    {
      tag: ['@critical', '@stream', '@interrupt', '@fault', '@slow', '@writes'],
      annotation: plans('VA-48', 'VA-50', 'VA-78', 'VA-80'),
    },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { faults: { [agent]: { fail: 3 } } },
      });

      await session.proceed();
      await session.run({ command: { resume: { action: 'continue' } }, context: { faults: { [agent]: { fail: 3 } } } });

      const spoken = (session.values.messages ?? []).filter(
        ({ additional_kwargs: of }) => of.round === 1 && of.speaker_role === 'participant',
      );
      const failed = spoken.filter(({ additional_kwargs: of }) => of.speaker_id === agent);
      expect.soft(spoken).toHaveLength(discussion.agents.length);
      expect
        .soft(failed.map(({ content }) => content))
        .toEqual([`[Failed to get response from ${agent} after retries]`]);
      expect(failed[0]?.additional_kwargs).toMatchObject({ error: true });
    },
  );

  test(
    'with its proposal is told so, and the agenda is made without it',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-50', 'VA-78') },
    async ({ sessions }) => {
      const { session } = await sessions.create({
        context: { agents: [{ provider: 'OpenAI', model: 'gpt-4o', count: 3 }], faults: { [agent]: { fail: 3 } } },
      });

      await session.until('agenda_approval');

      const first = session.outcomes[0]?.updates.find(({ node }) => node === 'agenda_proposal')?.update;
      const proposals = first?.['proposed_topics'] as { agent_id: string; proposals: string; error?: string }[];
      const own = proposals.find(({ agent_id: id }) => id === agent);
      expect.soft(own?.proposals).toBe('Failed to provide proposals');
      expect.soft(own?.error ?? '').not.toBe('');
      expect.soft(proposals).toHaveLength(3);
      expect(session.values.proposed_agenda?.length).toBeGreaterThan(0);
    },
  );

  test(
    'in the poll is left out of the count',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-50', 'VA-78') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.discussed(planted, 3), {
        context: { faults: { [agent]: { fail: 3 } } },
      });

      await session.proceed();

      const { conclusion_vote: poll } = session.values;
      expect.soft(poll?.total_votes).toBe(2);
      expect(poll?.votes.map(({ agent_id: id }) => id)).not.toContain(agent);
    },
  );
});

test.describe('a provider that fails', () => {
  test(
    'is replaced by another one, and every agent speaks',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-49', 'VA-78') },
    async ({ sessions }) => {
      const faults = { OpenAI: { timeout: 100 } };
      const agents = [
        { provider: 'OpenAI', model: 'gpt-4o', count: 2 },
        { provider: 'Anthropic', model: 'claude-3-5-sonnet', count: 1 },
      ];
      const { session, discussion } = await sessions.plant((steps, planted) => steps.announced(planted), {
        context: { agents, faults },
      });

      await session.proceed();
      await session.answer({ action: 'continue' });

      const spoken = (session.values.messages ?? []).filter(({ additional_kwargs: of }) => of.round === 1);
      expect.soft(spoken).toHaveLength(discussion.agents.length);
      expect(spoken.filter(({ content }) => content.startsWith('['))).toEqual([]);
    },
  );
});

test.describe('the summarizer that fails', () => {
  test(
    'is noted, and the discussion goes on without a summary',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-50', 'VA-78') },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, planted) => steps.announced(planted));
      await session.proceed();

      await session.run({
        command: { resume: { action: 'continue' } },
        context: { faults: { summarizer: { fail: 3 } } },
      });

      expect.soft(session.values.round_summaries ?? []).toEqual([]);
      expect.soft(session.values.error_count).toBe(1);
      expect.soft(session.values.last_error ?? '').not.toBe('');
      expect(session.pause?.value).toMatchObject({ type: 'user_turn_participation', current_round: 2 });
    },
  );
});

test.describe('the report writer that fails', () => {
  test(
    'is told in the report, and the session goes on',
    { tag: ['@stream', '@interrupt', '@fault', '@slow', '@writes'], annotation: plans('VA-50', 'VA-78') },
    async ({ sessions }) => {
      const { session, discussion } = await sessions.plant((steps, planted) => [
        ...steps.polled(planted, 3, 3),
        { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } },
      ]);
      await session.proceed();

      await session.run({
        command: { resume: { action: 'confirm' } },
        context: { faults: { report_writer: { fail: 1000 } } },
      });

      expect.soft(session.values.report_error ?? '').not.toBe('');
      expect.soft(session.values.topic_summaries?.[discussion.topic] ?? '').not.toBe('');
      expect(session.values.completed_topics).toEqual([discussion.topic]);
    },
  );
});
