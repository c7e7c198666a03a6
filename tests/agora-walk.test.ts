import { expect, test } from '@playwright/test';
import type { RunEvent } from '../helpers/agora/outcome.ts';
import { orderProblems } from '../helpers/agora/order.ts';
import { nodeNames, targets } from '../helpers/agora/topology.ts';
import { decisions, paths, walkOf } from '../helpers/agora/walk.ts';

/** Events as a stream has them, from kind and data. */
const eventsOf = (...shown: readonly (readonly [string, object])[]): RunEvent[] =>
  shown.map(([kind, data], index) => ({ kind, data, number: index + 1, id: String(index), at: index }) as RunEvent);

const question = { __interrupt__: [{ id: 'a', value: { type: 'periodic_stop' } }] };

test('the routers lead where the graph does, and every node, edge and result is a path', () => {
  const routed = Object.entries(decisions).map(([node, { to }]) => [node, [...new Set(Object.values(to))].sort()]);
  const edges = nodeNames.filter((node) => targets[node].length > 1).map((node) => [node, targets[node].toSorted()]);
  expect(Object.fromEntries(routed)).toEqual(Object.fromEntries(edges));
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toHaveLength(26 + 1 + 15 + 25);
});

test('a way is told from the node behind the thread, with the result of each router', () => {
  const run = eventsOf(
    ['metadata', {}],
    ['values', { current_round: 3, checkpoint_interval: 3 }],
    ['updates', { end_topic_poll: {} }],
    ['updates', question],
    ['values', question],
  );
  expect(walkOf(run, 'round_threshold_check')).toEqual({
    taken: [
      ...['round_threshold_check (start_polling) → end_topic_poll', 'end_topic_poll'],
      'end_topic_poll (periodic_stop) → periodic_user_stop',
    ],
    place: 'end_topic_poll',
    problems: [],
  });
  const last = eventsOf(['values', {}], ['updates', { multi_file_output: {} }]);
  expect(walkOf(last, 'final_report_generation').taken.at(-1)).toBe('multi_file_output → __end__');
});

test('a step that the state does not decide is told', () => {
  const run = eventsOf(['values', { current_round: 2 }], ['updates', { end_topic_poll: {} }]);
  expect(walkOf(run, 'round_threshold_check').problems).toEqual([
    'behind round_threshold_check the state decides continue_discussion, which leads to discussion_round, not to end_topic_poll',
  ]);
});

const wrong: readonly { name: string; events: RunEvent[]; says: RegExp }[] = [
  {
    name: 'does not begin with a state',
    events: eventsOf(['updates', { agent_poll: {} }]),
    says: /comes before the state/,
  },
  {
    name: 'has a state without an update',
    events: eventsOf(['values', {}], ['values', {}]),
    says: /event 2 \(values\) is another state/,
  },
  {
    name: 'lacks the state behind an update',
    events: eventsOf(
      ['values', {}],
      ['updates', { config_and_keys: { current_phase: 0 } }],
      ['updates', { get_theme: {} }],
    ),
    says: /event 2 \(updates\) is followed by no state/,
  },
  {
    name: 'has a state that lacks what was written',
    events: eventsOf(
      ['values', {}],
      ['updates', { round_summarization: { current_round: 2, round_summaries: { a: 1 } } }],
      ['values', { current_round: 1, round_summaries: [{ a: 2 }] }],
    ),
    says: /was written to current_round, round_summaries/,
  },
  {
    name: 'asks in its middle',
    events: eventsOf(['values', {}], ['updates', question], ['values', question], ['updates', { agent_poll: {} }]),
    says: /asks before the end of its run/,
  },
];

for (const { name, events, says } of wrong) {
  test(`a run that ${name} is told`, () => {
    expect(orderProblems(events).join('\n')).toMatch(says);
  });
}

test('a run in order is sound: what was written shows as it is, appended, or as a batch', () => {
  const votes = [{ voter_id: 'a' }, { voter_id: 'b' }];
  const run = eventsOf(
    ['metadata', {}],
    ['values', {}],
    ['updates', { agenda_voting: { votes, current_phase: 1, turn_order_history: ['a', 'b'], agents: { a: 1 } } }],
    ['values', { votes, current_phase: 1, turn_order_history: [['a', 'b']], agents: {} }],
    ['updates', { synthesize_agenda: {} }],
    ['updates', question],
    ['values', question],
  );
  expect(orderProblems(run)).toEqual([]);
});
