import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans, type NodeName } from '../../../fixtures/agora/values.ts';

interface Route {
  /** What the node wrote. */
  readonly when: Readonly<Record<string, unknown>>;
  readonly next: string;
}

/** Every router, and what it decides by, in the order of its rule (contract 1). */
const routes: Readonly<Partial<Record<NodeName, readonly Route[]>>> = {
  get_theme: [
    { when: { user_defined_agenda: true, topic_queue: ['One'] }, next: 'announce_item' },
    { when: { user_defined_agenda: true, user_defines_topics: true }, next: 'announce_item' },
    { when: { user_defines_topics: true }, next: 'agenda_proposal' },
    { when: { user_defines_topics: false }, next: 'agenda_proposal' },
  ],
  agenda_approval: [
    { when: { agenda_approved: true }, next: 'announce_item' },
    { when: { agenda_approved: false }, next: 'agenda_proposal' },
    { when: { proposed_agenda: ['One'] }, next: 'agenda_proposal' },
  ],
  discussion_round: [
    { when: { current_round: 1, user_turn_decision: 'finalize' }, next: 'final_considerations' },
    { when: { current_round: 1, user_turn_decision: 'continue' }, next: 'round_summarization' },
    { when: { current_round: 1, user_turn_decision: 'participate' }, next: 'round_summarization' },
    { when: { current_round: 1 }, next: 'round_summarization' },
  ],
  round_threshold_check: [
    { when: { current_round: 1 }, next: 'discussion_round' },
    { when: { current_round: 2 }, next: 'discussion_round' },
    { when: { current_round: 3 }, next: 'end_topic_poll' },
    { when: { current_round: 4 }, next: 'end_topic_poll' },
  ],
  end_topic_poll: [
    { when: { current_round: 3, checkpoint_interval: 3 }, next: 'periodic_user_stop' },
    { when: { current_round: 4, checkpoint_interval: 3 }, next: 'vote_evaluation' },
    { when: { current_round: 4, checkpoint_interval: 2 }, next: 'periodic_user_stop' },
    { when: { current_round: 3, checkpoint_interval: 20 }, next: 'vote_evaluation' },
    { when: { current_round: 0, checkpoint_interval: 3 }, next: 'vote_evaluation' },
  ],
  user_topic_conclusion_confirmation: [
    { when: { user_topic_conclusion_decision: 'confirm' }, next: 'final_considerations' },
    { when: { user_topic_conclusion_decision: 'continue' }, next: 'discussion_round' },
    { when: { current_round: 3 }, next: 'final_considerations' },
  ],
  agent_poll: [
    { when: { agents_vote_end_session: true }, next: 'final_report_generation' },
    { when: { agents_vote_end_session: false }, next: 'user_approval' },
  ],
  user_approval: [
    { when: { topic_queue: ['One'], user_approves_continuation: true }, next: 'announce_item' },
    { when: { topic_queue: [], user_approves_continuation: true }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], user_requests_end: true }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], user_requests_final_report: true }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], user_skip_to_final: true }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], agents_vote_end_session: true }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], user_approves_continuation: false }, next: 'final_report_generation' },
    { when: { topic_queue: ['One'], user_requested_modification: true }, next: 'agenda_modification' },
    { when: { topic_queue: [], user_requested_modification: true }, next: 'agenda_modification' },
    {
      when: { topic_queue: ['One'], user_requested_modification: true, user_requests_end: true },
      next: 'final_report_generation',
    },
  ],
  agenda_modification: [
    { when: { topic_queue: ['One'], user_requested_modification: true }, next: 'topic_refinement' },
    { when: { topic_queue: ['One'], user_requested_modification: false }, next: 'announce_item' },
    ...[
      { original: ['A', 'B', 'C', 'D'], revised: ['A'], next: 'topic_refinement' },
      { original: ['A', 'B', 'C', 'D'], revised: ['A', 'B'], next: 'announce_item' },
      { original: ['A', 'B'], revised: ['A', 'B', 'C', 'D'], next: 'topic_refinement' },
      { original: ['A', 'B'], revised: ['A', 'B', 'C'], next: 'announce_item' },
    ].map(({ original, revised, next }) => ({
      when: {
        topic_queue: revised,
        user_requested_modification: false,
        agenda_modifications: { type: 'agent_modification', original, revised, timestamp: '2026-01-01T10:00:00.000Z' },
      },
      next,
    })),
  ],
};

const poll = (yes: number): Readonly<Record<string, unknown>> => ({
  conclusion_vote: {
    ...{
      topic: 'One',
      round: 3,
      yes_votes: yes,
      total_votes: 2,
      passed: yes === 2,
      timestamp: '2026-01-01T10:00:00.000Z',
    },
    votes: [
      { agent_id: 'gpt-4o_1', vote: 'yes' },
      { agent_id: 'gpt-4o_2', vote: 'yes' },
    ].map((each, index) => (index < yes ? each : { ...each, vote: 'no' })),
    minority_voters: yes === 1 ? ['gpt-4o_1'] : [],
  },
});

/** One router after two nodes. */
const evaluation: readonly Route[] = [
  { when: poll(2), next: 'user_topic_conclusion_confirmation' },
  { when: poll(0), next: 'discussion_round' },
  { when: poll(1), next: 'discussion_round' },
  { when: { current_round: 3 }, next: 'discussion_round' },
  { when: { ...poll(0), user_forced_conclusion: true }, next: 'user_topic_conclusion_confirmation' },
  { when: { ...poll(0), user_periodic_decision: 'end_topic' }, next: 'user_topic_conclusion_confirmation' },
  { when: { ...poll(0), user_periodic_decision: 'skip' }, next: 'user_topic_conclusion_confirmation' },
  { when: { ...poll(0), user_periodic_decision: 'continue' }, next: 'discussion_round' },
  { when: { ...poll(2), user_periodic_decision: 'modify' }, next: 'user_topic_conclusion_confirmation' },
];

const all = { ...routes, vote_evaluation: evaluation, periodic_user_stop: evaluation };

test.describe('the router after', () => {
  for (const [node, rules] of Object.entries(all)) {
    test(
      `${node} decides by the rule of the contract`,
      { tag: ['@writes'], annotation: plans('VA-76') },
      async ({ agora, thread }) => {
        for (const { when, next } of rules) {
          const supersteps = [
            { updates: [{ values: { main_topic: 'Where it leads' }, as_node: '__start__' }] },
            { updates: [{ values: { ...when }, as_node: node }] },
          ];
          const created = await agora.createThread(200, { body: thread.draft({ supersteps }) });

          const state = await agora.getState(200, { path: { thread_id: created.thread_id } });

          expect.soft(state.next, JSON.stringify(when)).toEqual([next]);
          expect.soft(created.values, JSON.stringify(when)).toEqual(state.values);
        }
      },
    );
  }
});

test.describe('a session that runs on', () => {
  const annotation = plans('VA-76');

  test(
    'behind the theme of a user who wants topics and names none has the agents propose them',
    { tag: ['@stream', '@interrupt', '@writes'], annotation },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => [
        ...steps.begun(discussion),
        { node: 'get_theme', values: { user_defines_topics: true } },
      ]);

      await session.proceed();

      expect.soft(session.nodes[0]).toBe('agenda_proposal');
      expect(session.pause?.value.type).toBe('agenda_approval');
    },
  );

  test(
    'behind a poll that passed between two stops asks to confirm the end of the topic',
    { tag: ['@stream', '@interrupt', '@writes'], annotation },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.polled(discussion, 4, 3));

      await session.proceed();

      expect.soft(session.nodes).toEqual(['vote_evaluation']);
      expect(session.pause?.value.type).toBe('topic_conclusion');
    },
  );

  test(
    'behind a small change of the agenda announces its next topic',
    { tag: ['@stream', '@interrupt', '@writes'], annotation },
    async ({ sessions, run }) => {
      const original = [`Kept ${run.name()}`, `Left ${run.name()}`];
      const revised = original.slice(0, 1);
      const { session } = await sessions.plant((steps, discussion) => [
        ...steps.repolled(discussion),
        { node: 'user_approval', values: { topic_queue: original, user_requested_modification: true } },
        {
          node: 'agenda_modification',
          values: {
            ...{ topic_queue: revised, user_requested_modification: false },
            agenda_modifications: { type: 'agent_modification', original, revised, timestamp: discussion.time },
          },
        },
      ]);

      await session.proceed();

      expect.soft(session.nodes[0]).toBe('announce_item');
      expect(session.values.active_topic).toBe(revised[0]);
    },
  );
});
