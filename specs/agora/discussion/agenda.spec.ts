import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

test.describe('the agenda', () => {
  test(
    'is made of proposals of every agent, refined, collated, voted on and brought into order',
    { tag: ['@critical', '@stream', '@interrupt', '@writes'], annotation: plans('VA-7', 'VA-9', 'VA-22') },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      const question = await session.until('agenda_approval');

      const { values, outcomes } = session;
      const agents = Object.values(values.agents ?? {})
        .filter(({ role }) => role === 'participant')
        .map(({ id }) => id);
      const proposals = outcomes[0]?.updates.find(({ node }) => node === 'agenda_proposal')?.update;
      expect.soft(proposals).toMatchObject({ proposed_topics: agents.map((agent_id) => ({ agent_id })) });
      expect.soft(values.proposed_topics?.map(({ agent_id }) => agent_id)).toEqual(agents);
      expect.soft(values.refinement_completed).toBe(true);
      expect.soft(values.initial_proposals).toEqual(proposals?.['proposed_topics']);
      const queue = values.topic_queue ?? [];
      expect.soft(new Set(queue).size).toBe(queue.length);
      expect
        .soft(values.votes?.map(({ voter_id, phase, vote_type }) => [voter_id, phase, vote_type]))
        .toEqual(agents.map((agent) => [agent, 1, 'topic_selection']));
      expect
        .soft(values.agenda)
        .toEqual({ topics: question.proposed_agenda, current_topic_index: 0, completed_topics: [] });
      expect(question.proposed_agenda).toEqual(values.proposed_agenda);
    },
  );

  test(
    'knows the numbered and bulleted lines of the moderator as topics, each once and in order',
    { tag: ['@stream', '@interrupt', '@scripted', '@writes'], annotation: plans('VA-7', 'VA-10') },
    async ({ sessions, model }) => {
      const { session, theme } = await sessions.create();
      const content =
        'Here they are:\n1. Costs of openness\n2. Who decides\n- Errors\n• Who decides\n* Trust\nThat is all.';
      await model.answers({ purpose: 'agenda-collation', match: theme, content });

      await session.until('agenda_approval');

      const collated = session.outcomes[0]?.updates.find(({ node }) => node === 'collate_proposals')?.update;
      expect(collated?.['topic_queue']).toEqual(['Costs of openness', 'Who decides', 'Errors', 'Trust']);
    },
  );

  test(
    'is the moderator’s own order, as JSON tells it',
    { tag: ['@stream', '@interrupt', '@scripted', '@writes'], annotation: plans('VA-7') },
    async ({ sessions, model }) => {
      const { session, theme } = await sessions.create();
      const content = JSON.stringify({ proposed_agenda: ['Second thoughts', 'First things'] });
      await model.answers({ purpose: 'agenda-synthesis', match: theme, content });

      const question = await session.until('agenda_approval');

      expect(question.proposed_agenda).toEqual(['Second thoughts', 'First things']);
    },
  );

  for (const [name, content] of [
    ['has another key', JSON.stringify({ agenda: ['A', 'B'] })],
    ['is no JSON', 'I would begin with the costs.'],
  ] as const) {
    test(
      `is the first five collated topics when the moderator’s answer ${name}`,
      { tag: ['@stream', '@interrupt', '@scripted', '@writes'], annotation: plans('VA-50') },
      async ({ sessions, model }) => {
        const { session, theme } = await sessions.create();
        const topics = ['One thing', 'Another thing', 'A third', 'A fourth', 'A fifth', 'A sixth'];
        const lines = topics.map((topic, index) => `${String(index + 1)}. ${topic}`).join('\n');
        await model.answers({ purpose: 'agenda-collation', match: theme, content: lines });
        await model.answers({ purpose: 'agenda-synthesis', match: theme, content });

        const question = await session.until('agenda_approval');

        expect(question.proposed_agenda).toEqual(topics.slice(0, 5));
      },
    );
  }

  for (const { counts, providers } of [
    { counts: [1], providers: ['OpenAI'] },
    { counts: [2], providers: ['OpenAI'] },
    { counts: [2, 1], providers: ['OpenAI', 'Anthropic'] },
    { counts: [1, 1], providers: ['anthropic', 'GOOGLE'] },
  ]) {
    test(
      `is made by ${counts.join(' and ')} agents of ${providers.join(' and ')}, named by model and number`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-79') },
      async ({ sessions }) => {
        const agents = counts.map((count, index) => ({
          provider: providers[index] ?? '',
          model: `model-${String(index)}`,
          count,
        }));
        const { session } = await sessions.create({ context: { agents } });

        await session.until('agenda_approval');

        const named = agents.flatMap(({ model, count }) => Array.from({ length: count }, () => model));
        const ids = named.map((model, index) => `${model}_${String(index + 1)}`);
        const made = Object.values(session.values.agents ?? {}).filter(({ role }) => role === 'participant');
        expect.soft(made.map(({ id }) => id).sort()).toEqual(ids.toSorted());
        expect.soft(session.values.speaking_order?.toSorted()).toEqual(ids.toSorted());
        expect(session.values.votes).toHaveLength(ids.length);
      },
    );
  }
});
