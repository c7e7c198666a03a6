import { expect, test } from '../../../fixtures/agora/index.ts';
import { firstOf, nodeNames, plans, required, stateProblems } from '../../../fixtures/agora/values.ts';

/** The user is asked only when the agents have not voted to end the session themselves. */
const approvals: Readonly<Record<string, readonly string[]>> = { true: [], false: ['user_approval'] };
const questions: Readonly<Record<string, readonly string[]>> = { true: [], false: ['topic_continuation'] };

test.describe('a whole session', () => {
  test(
    'on one topic walks the reference path, asks at each of its pauses and ends in a sound state',
    {
      tag: ['@critical', '@integration', '@stream', '@interrupt', '@slow', '@writes'],
      annotation: plans('VA-2', 'VA-3', 'VA-4', 'VA-5', 'VA-18', 'VA-39', 'VA-41', 'VA-75'),
    },
    async ({ sessions }) => {
      const { session, theme, id } = await sessions.create();
      const { proposed_agenda: proposed } = await session.until('agenda_approval');
      const topic = firstOf(proposed, 'topic in the agenda');
      await session.answer({ action: 'approve', agenda: [topic] });

      const values = await session.toEnd({
        periodic_stop: { action: 'end_topic' },
        topic_continuation: { action: 'end_session' },
      });

      const ended = String(values.agents_vote_end_session);
      const round = ['discussion_round', 'round_summarization', 'round_threshold_check'];
      expect
        .soft(session.nodes)
        .toEqual([
          ...nodeNames.slice(0, 10),
          ...round,
          ...round,
          ...round,
          ...['end_topic_poll', 'periodic_user_stop', 'user_topic_conclusion_confirmation', 'final_considerations'],
          ...['topic_report_generation', 'topic_summary_generation', 'file_output', 'agent_poll'],
          ...(approvals[ended] ?? []),
          ...['final_report_generation', 'multi_file_output'],
        ]);
      expect
        .soft(session.outcomes.flatMap(({ pauses }) => pauses.map(({ value }) => value.type)))
        .toEqual([
          ...['agenda_approval', 'user_turn_participation', 'user_turn_participation', 'user_turn_participation'],
          ...['periodic_stop', 'topic_conclusion'],
          ...(questions[ended] ?? []),
        ]);
      expect.soft(values).toMatchObject({
        ...{
          main_topic: theme,
          session_id: id,
          session_completed: true,
          completed_topics: [topic],
          active_topic: null,
        },
        ...{
          current_phase: 5,
          checkpoint_interval: 3,
          rounds_per_topic: { [topic]: 3 },
          report_generation_status: 'completed',
        },
      });
      expect.soft(stateProblems(values, true)).toEqual([]);
    },
  );

  test(
    'passes every phase in order, each change written down once and in time',
    {
      tag: ['@integration', '@stream', '@interrupt', '@slow', '@writes'],
      annotation: plans('VA-19'),
    },
    async ({ sessions }) => {
      const { session } = await sessions.create({ context: { user_participation_timing: 'disabled' } });
      const { proposed_agenda: proposed } = await session.until('agenda_approval');
      await session.answer({ action: 'approve', agenda: proposed.slice(0, 1) });

      const values = await session.toEnd({
        periodic_stop: { action: 'end_topic' },
        topic_continuation: { action: 'end_session' },
      });

      const seen = session.outcomes.flatMap(({ states }) => states.map(({ current_phase: phase }) => phase));
      const changes = seen.filter((phase, index) => phase !== undefined && phase !== seen[index - 1]);
      expect.soft([...new Set(changes)]).toEqual([0, 1, 2, 3, 4, 5]);
      const history = values.phase_history ?? [];
      expect.soft(history.map(({ from_phase: from, to_phase: to }) => [from, to])).toEqual([
        ...[
          [-1, 0],
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4],
        ],
        [4, 5],
      ]);
      expect.soft(history[0]).toMatchObject({ triggered_by: 'user' });
      expect.soft(history.at(-1)).toMatchObject({ triggered_by: 'system' });
    },
  );

  test(
    'on topics of the user skips the agenda',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-79') },
    async ({ sessions, run }) => {
      const topics = [`First ${run.name()}`, `Second ${run.name()}`];
      const { session } = await sessions.create({ input: { user_defines_topics: true, topic_queue: topics } });

      const question = await session.until('user_turn_participation');

      expect.soft(session.nodes).toEqual([...['config_and_keys', 'agent_instantiation', 'get_theme', 'announce_item']]);
      expect.soft(question).toMatchObject({ current_topic: topics[0], current_round: 1 });
      expect.soft(session.values).toMatchObject({
        ...{ final_agenda: topics, agenda_approved: true, user_defined_agenda: true, active_topic: topics[0] },
        topic_queue: topics.slice(1),
      });
    },
  );
});

test.describe('the first states of a session', () => {
  test(
    'fit the schema as soon as it is initialised, with every required field',
    {
      tag: ['@critical', '@stream', '@interrupt', '@writes'],
      annotation: plans('VA-13', 'VA-34', 'VA-36'),
    },
    async ({ sessions }) => {
      const { session, theme } = await sessions.create();

      const { states, nodes } = await session.start();

      // The first is what the input makes; each node that writes anything adds one.
      expect.soft(nodes[0]).toBe('config_and_keys');
      const initialised = states[1] ?? {};
      const lacking = required.filter((name) => name !== 'agents' && !(name in initialised));
      expect.soft(lacking).toEqual([]);
      expect.soft(initialised).toMatchObject({
        ...{ main_topic: theme, current_phase: 0, current_round: 0, moderator_id: 'moderator', error_count: 0 },
        ...{ active_topic: null, final_report: null, last_message_id: '0', periodic_stop_counter: 0 },
        ...{ user_approves_continuation: true, checkpoint_interval: 3, next_speaker_index: 0 },
        hitl_state: { awaiting_approval: false, approval_history: [] },
        flow_control: {
          ...{ max_rounds_per_topic: 10, auto_conclude_threshold: 3, context_window_limit: 8000 },
          ...{ cycle_detection_enabled: true, max_iterations_per_phase: 5 },
        },
      });
      expect
        .soft(Object.keys(states[2]?.agents ?? {}))
        .toEqual(expect.arrayContaining([...(states[2]?.speaking_order ?? ['nobody'])]));
    },
  );

  test(
    'hold nothing in fields that grow by their reducers, which can be read from the first event on',
    {
      tag: ['@stream', '@interrupt', '@writes'],
      annotation: plans('VA-35', 'VA-37', 'VA-81'),
    },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      const { states } = await session.start();

      const growing = [
        ...([
          'phase_history',
          'round_history',
          'turn_order_history',
          'completed_topics',
          'vote_history',
          'votes',
        ] as const),
        ...(['tool_calls', 'warnings', 'agent_invocations', 'round_summaries', 'agent_contexts', 'messages'] as const),
      ];
      const first = states[0] ?? {};
      expect.soft(growing.filter((name) => (first[name] ?? []).length > 0)).toEqual([]);
      // The last state before the pause: what the nodes wrote was appended one by one.
      expect.soft(session.values.phase_history?.map(({ to_phase: to }) => to)).toEqual([0, 1]);
      expect.soft(session.values.vote_history ?? []).toEqual([]);
      expect.soft(session.values.votes).toHaveLength(session.values.speaking_order?.length ?? 0);
    },
  );

  test('say what is wrong with a session that has no theme', { tag: ['@stream', '@writes'] }, async ({ sessions }) => {
    const { session } = await sessions.create({ input: { main_topic: '' } });

    const { states } = await session.start();

    const told = states.find(({ hitl_state: hitl }) => hitl?.approval_type === 'theme_input');
    expect.soft(told?.hitl_state).toMatchObject({ awaiting_approval: true });
    expect(told?.error ?? '').not.toBe('');
  });
});
