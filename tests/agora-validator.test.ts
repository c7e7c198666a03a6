import { expect, test } from '@playwright/test';
import { fileNameOf, fitsRelevance, majorityOf } from '../helpers/agora/rules.ts';
import { stateProblems } from '../helpers/agora/state/validator.ts';
import type { StateValues } from '../helpers/agora/state/values.ts';
import * as planted from '../helpers/agora/planted.ts';
import { edges, nodeNames, strayed } from '../helpers/agora/topology.ts';
import { discussion, polled, stateAfter } from './agora-states.ts';

test('every planted state is sound', () => {
  for (const steps of [
    planted.begun(discussion),
    planted.proposed(discussion, ['A', 'B']),
    planted.announced(discussion),
    planted.discussed(discussion, 5),
    planted.polled(discussion, 4, 1),
    planted.concluded(discussion, ['Before']),
    planted.repolled(discussion),
  ]) {
    // The counter of stops is the client's to write, which no planted step does.
    expect(stateProblems(stateAfter(steps), true)).toEqual([]);
  }
});

test('a state that has just begun may lack what only reducers write, and no more', () => {
  expect(stateProblems({})).toEqual([]);
  expect(stateProblems({}, true)).toEqual(
    expect.arrayContaining(['session_id is missing', 'agents is missing', 'hitl_state is missing']),
  );
});

test('fields are of their types, and of the contract: every wrong one is said at once', () => {
  const problems = stateProblems({ ...polled(), current_phase: 6, session_id: null, messages: 'none', surprise: 1 });
  expect(problems.map((text) => text.split(':')[0]).sort()).toEqual([
    '(state)',
    'current_phase',
    'messages',
    'session_id',
  ]);
  for (const phase of [-1, 6, 'invalid', null])
    expect(stateProblems({ ...polled(), current_phase: phase })).toHaveLength(1);
});

test('a list that was pre-initialised shows as a nested one, and an appended one does not (VA-14)', () => {
  for (const name of ['phase_history', 'vote_history', 'round_history', 'turn_order_history', 'votes', 'messages']) {
    expect.soft(stateProblems({ ...polled(), [name]: [[]] }), name).not.toEqual([]);
    expect.soft(stateProblems({ [name]: [] }), name).toEqual([]);
  }
});

interface Spoilt {
  readonly name: string;
  readonly spoil: (state: StateValues) => unknown;
  readonly says: RegExp;
}

const first = <T>(list: readonly T[] | undefined): T => {
  const [item] = list ?? [];
  if (item === undefined) throw new Error('the list is empty');
  return item;
};

const spoilt: readonly Spoilt[] = [
  {
    name: 'a phase that began before the session',
    spoil: () => ({ phase_start_time: '2025-01-01T10:00:00.000Z' }),
    says: /is before start_time/,
  },
  {
    name: 'a phase that its history does not end with',
    spoil: () => ({ current_phase: 4 }),
    says: /current_phase is 4, phase_history ends with 2/,
  },
  {
    name: 'a step that no rule allows',
    spoil: ({ phase_history: list = [] }) => ({
      phase_history: [...list, { ...first(list), from_phase: 2, to_phase: 5 }],
      current_phase: 5,
    }),
    says: /2 → 5 is no legal step/,
  },
  {
    name: 'a step that was left out',
    spoil: ({ phase_history: list = [] }) => ({ phase_history: [list[0], list[2]] }),
    says: /goes from 1, after a step to 0/,
  },
  {
    name: 'a round that was not counted',
    spoil: () => ({ rounds_per_topic: { Topic: 2 } }),
    says: /is 2, round_history has 3/,
  },
  { name: 'a round too many', spoil: () => ({ current_round: 4 }), says: /current_round is 4, of "Topic" 3 rounds/ },
  {
    name: 'a round that was left out',
    spoil: ({ round_history: list = [], turn_order_history: orders = [] }) => ({
      round_history: [list[0], list[2]],
      turn_order_history: [orders[0], orders[2]],
      rounds_per_topic: { Topic: 2 },
      current_round: 2,
    }),
    says: /is round 3, expected 2/,
  },
  {
    name: 'an order that does not rotate',
    spoil: ({ turn_order_history: orders = [] }) => ({ turn_order_history: [orders[0], orders[0], orders[2]] }),
    says: /is not a_1,b_2,c_3 rotated by one/,
  },
  {
    name: 'an order of somebody else',
    spoil: () => ({ speaking_order: ['a_1', 'b_2'] }),
    says: /speaking_order a_1,b_2 is none of/,
  },
  {
    name: 'an order that is missing',
    spoil: ({ turn_order_history: orders = [] }) => ({ turn_order_history: orders.slice(1) }),
    says: /turn_order_history has 2 entries, round_history 3/,
  },
  {
    name: 'a message twice',
    spoil: ({ messages: list = [] }) => ({ messages: [first(list), ...list] }),
    says: /two messages have the id/,
  },
  {
    name: 'messages in another order',
    spoil: ({ messages: list = [] }) => ({ messages: [list[1], list[0], ...list.slice(2)] }),
    says: /in round 1 of "Topic" b_2,a_1,c_3 spoke/,
  },
  {
    name: 'a message of a stranger',
    spoil: ({ messages: list = [] }) => ({
      messages: [
        { ...first(list), additional_kwargs: { ...first(list).additional_kwargs, speaker_id: 'nobody' } },
        ...list.slice(1),
      ],
    }),
    says: /is of nobody, who is no participant/,
  },
  {
    name: 'a message that is off-topic and not marked',
    spoil: ({ messages: list = [] }) => ({
      messages: [
        { ...first(list), additional_kwargs: { ...first(list).additional_kwargs, relevance_score: 0.2 } },
        ...list.slice(1),
      ],
    }),
    says: /with relevance 0.2/,
  },
  {
    name: 'a summary twice',
    spoil: ({ round_summaries: list = [] }) => ({ round_summaries: [first(list), ...list] }),
    says: /round 1 of "Topic" is summarized twice/,
  },
  {
    name: 'a poll that is miscounted',
    spoil: ({ conclusion_vote: poll }) => ({ conclusion_vote: { ...poll, yes_votes: 3 } }),
    says: /counts 3 of 2 yes votes/,
  },
  {
    name: 'a poll that is misjudged',
    spoil: ({ conclusion_vote: poll }) => ({ conclusion_vote: { ...poll, passed: false } }),
    says: /is failed with 2 of 3/,
  },
  {
    name: 'another minority',
    spoil: ({ conclusion_vote: poll }) => ({ conclusion_vote: { ...poll, minority_voters: ['a_1'] } }),
    says: /the minority is a_1, expected c_3/,
  },
  {
    name: 'a past poll that is misjudged',
    spoil: ({ vote_history: list = [] }) => ({ vote_history: [{ ...first(list), result: 'failed' }] }),
    says: /a poll failed with 2 of 3 votes/,
  },
  {
    name: 'a stop that was not counted',
    spoil: () => ({ periodic_stop_counter: 1 }),
    says: /periodic_stop_counter is 1/,
  },
  {
    name: 'a topic that is completed twice',
    spoil: () => ({ completed_topics: ['Topic', 'Topic'] }),
    says: /"Topic" is completed twice/,
  },
  {
    name: 'an agent under another key',
    spoil: ({ agents = {} }) => ({ agents: { ...agents, a_1: { ...agents['a_1'], id: 'z_9' } } }),
    says: /agent a_1 says that it is z_9/,
  },
  {
    name: 'a session that is completed too early',
    spoil: () => ({ session_completed: true }),
    says: /completed in phase 2/,
  },
];

for (const { name, spoil, says } of spoilt) {
  test(`${name} is found (VA-15)`, () => {
    const state = polled();
    expect(stateProblems(state)).toEqual([]);
    expect(stateProblems({ ...state, ...(spoil(state) as object) }).join('\n')).toMatch(says);
  });
}

test('several rules that are broken are said at once', () => {
  const problems = stateProblems({
    ...polled(),
    rounds_per_topic: { Topic: 9 },
    completed_topics: ['x', 'x'],
    current_round: 99,
  });
  expect(problems).toHaveLength(3);
});

test('the majority is more than half', () => {
  expect([1, 2, 3, 4, 5].map(majorityOf)).toEqual([1, 2, 2, 3, 3]);
});

test('a text is marked when it is off-topic, and only then', () => {
  expect(fitsRelevance('[OFF-TOPIC] x', 0.69)).toBe(true);
  expect(fitsRelevance('x', 0.69)).toBe(false);
  expect(fitsRelevance('x', 0.7)).toBe(true);
  expect(fitsRelevance('[OFF-TOPIC] x', 0.7)).toBe(false);
  expect(fitsRelevance('x', 0.5)).toBe(true);
});

test('names of files are safe, short and never empty', () => {
  expect(fileNameOf('Costs: who (really) pays?', 40)).toBe('Costs_who_really_pays');
  expect(fileNameOf('a b  c', 40)).toBe('a_b_c');
  expect(fileNameOf('con', 40)).toBe('con_file');
  expect(fileNameOf('???', 40)).toBe('unnamed');
  expect(fileNameOf('one two three four five', 11)).toBe('one_two');
  expect(fileNameOf('abcdefghijklmnop qrs', 12)).toBe('abcdefghijkl');
});

test('the graph has 26 nodes, and a walk that leaves its edges is found', () => {
  expect(nodeNames).toHaveLength(26);
  expect(new Set(edges).size).toBe(edges.length);
  expect(strayed(['config_and_keys', 'agent_instantiation', 'get_theme', 'announce_item'])).toEqual([]);
  expect(strayed(['config_and_keys', 'get_theme'])).toEqual(['no edge leads from config_and_keys to get_theme']);
});
