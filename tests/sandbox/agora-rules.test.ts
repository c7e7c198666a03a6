import { expect, test } from '@playwright/test';
import { cleanQueue, jsonList, listedTopics, topicsOf } from '../../sandbox/agora/rules/lists.ts';
import { fileName, sectionFile } from '../../sandbox/agora/rules/names.ts';
import { rotated, shuffled } from '../../sandbox/agora/rules/order.ts';
import { readStructure } from '../../sandbox/agora/rules/sections.ts';
import { countPoll, saysEnd, saysYes } from '../../sandbox/agora/rules/voting.ts';
import { reducers } from '../../sandbox/agora/state/reducers.ts';

const { append, addPerKey, add, mergeApproval, mergeCounted } = reducers;
const vote = (id: number): object => ({ voter_id: String(id) });

for (const [what, update, result] of [
  ['an empty list is ignored', [], ['first']],
  ['null is ignored', null, ['first']],
  ['a text is appended', 'second', ['first', 'second']],
  ['up to ten texts are one entry', ['a', 'b'], ['first', ['a', 'b']]],
  ['a nested turn order is unwrapped', [['a', 'b']], ['first', ['a', 'b']]],
  [
    'one wrapped change of phase is unwrapped',
    [{ from_phase: 0, to_phase: 1 }],
    ['first', { from_phase: 0, to_phase: 1 }],
  ],
  ['a batch of votes is concatenated', [vote(1), vote(2)], ['first', vote(1), vote(2)]],
  ['any other list is one entry', [{ a: 1 }, { b: 2 }], ['first', [{ a: 1 }, { b: 2 }]]],
] as const) {
  test(`append: ${what}`, () => {
    expect(append(['first'], update)).toEqual(result);
  });
}

test('append: more than ten votes are kept as one entry, and what is no list is wrapped', () => {
  const many = Array.from({ length: 11 }, (_, place) => vote(place));
  expect(append([], many)).toEqual([many]);
  expect(append('old', 'new')).toEqual(['old', 'new']);
  expect(append(null, 'new')).toEqual(['new']);
});

test('counts are added, approvals of one entry appended, message counts summed', () => {
  expect(addPerKey({ a: 1 }, { a: 2, b: 3 })).toEqual({ a: 3, b: 3 });
  expect(add(3, null)).toBe(3);
  expect(mergeApproval({ approval_history: [1], x: 1 }, { approval_history: [2] })).toEqual({
    approval_history: [1, 2],
    x: 1,
  });
  expect(mergeApproval({ approval_history: [1] }, { approval_history: [2, 3] })).toEqual({ approval_history: [2, 3] });
  const agents = { a: { message_count: 1, model: 'm' } };
  expect(mergeCounted(agents, { a: { message_count: 2 } })).toEqual({ a: { message_count: 3, model: 'm' } });
  expect(mergeCounted(agents, 'a string')).toBe(agents);
});

test('queues are cleaned, lists read, and JSON found in words', () => {
  expect(cleanQueue([' a ', ['b', 3, ['c']], '', null])).toEqual(['a', 'b']);
  expect(listedTopics('Topics:\n1. One\n- Two\n• Three\n* One\nFour')).toEqual(['One', 'Two', 'Three']);
  expect(topicsOf(['1. One\n* no', '- Two\n2) One'])).toEqual(['One', 'Two']);
  expect(jsonList('Sure: {"proposed_agenda": ["A"]}.', 'proposed_agenda')).toEqual(['A']);
  expect(jsonList('no JSON', 'proposed_agenda')).toBeUndefined();
  expect(readStructure('nothing', 3, 6).map(({ title }) => title)).toEqual([
    ...['Executive Summary', 'Main Analysis', 'Key Insights', 'Conclusions'],
  ]);
});

test('a poll passes with the majority and one', () => {
  const poll = (yes: number, total: number): boolean =>
    countPoll(
      't',
      3,
      Array.from({ length: total }, (_, place) => ({
        ...{
          agent_id: String(place),
          vote: place < yes ? ('yes' as const) : ('no' as const),
          justification: '',
          timestamp: '',
        },
      })),
    ).passed;
  for (const [needed, total] of [
    [2, 2],
    [2, 3],
    [3, 4],
    [3, 5],
  ] as const) {
    expect([poll(needed, total), poll(needed - 1, total)]).toEqual([true, false]);
  }
  expect([saysYes('Yes, we may.'), saysYes('Not before we have heard everybody: yes'), saysEnd('END it')]).toEqual([
    ...[true, false, true],
  ]);
});

test('names of files hold no character of a path, and are cut at a word', () => {
  expect(fileName('a/b: c?', 40)).toBe('a_b_c');
  expect(fileName('CON', 40)).toBe('CON_file');
  expect(fileName('???', 40)).toBe('unnamed');
  expect(fileName('one two three four', 11)).toBe('one_two');
  expect(fileName('onetwothree four', 12)).toBe('onetwothree');
  expect(sectionFile(1, 'A: B')).toBe('01_A_B.md');
});

test('an order is drawn once for a key, and rotated', () => {
  const order = shuffled(['a', 'b', 'c'], 'key');
  expect(shuffled(['a', 'b', 'c'], 'key')).toEqual(order);
  expect(order.toSorted()).toEqual(['a', 'b', 'c']);
  expect(rotated(['a', 'b', 'c'])).toEqual(['b', 'c', 'a']);
});
