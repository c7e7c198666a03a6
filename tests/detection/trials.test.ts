import { expect, test } from '@playwright/test';
import type { Mutant } from '../../detection/mutants/mutant.ts';
import type { Touched } from '../../detection/recording/activity.ts';
import { Trials, type Outcome } from '../../detection/trials.ts';

const touched: Touched = { operations: [], tables: [], objects: [], duration: 1, location: '' };

const mutant = (id: string, suits: Record<string, number>): Mutant => ({
  id,
  family: 'http',
  operator: 'status-500',
  target: 'createBook',
  operations: ['createBook'],
  description: '',
  // The tests are told apart by their durations.
  suits: ({ duration }) => suits[String(duration)] ?? 0,
  plant: () => Promise.reject(new Error('not planted here')),
});

const tests = (...names: string[]): Map<string, Touched> =>
  new Map(names.map((name) => [name, { ...touched, duration: Number(name) }]));

const outcome = (name: string, result: Outcome['result'], applied = 1): Outcome => ({
  test: name,
  result,
  message: '',
  applied,
  duration: 1,
});

test.describe('trials', () => {
  test('a mutant is killed by the first red test and met by no other', () => {
    const trials = new Trials([mutant('a', { 1: 2, 2: 1 })], tests('1', '2'));
    const trial = trials.choose('1');
    expect(trial?.mutant.id).toBe('a');
    expect(trials.choose('2')).toBeUndefined();
    if (trial) trials.finish(trial, outcome('1', 'red'));
    expect(trials.choose('2')).toBeUndefined();
    expect(trials.all.map(({ verdict }) => verdict)).toEqual(['killed']);
    expect(trials.open).toBe(0);
  });

  test('it survives only when every test that suits has met it', () => {
    const trials = new Trials([mutant('a', { 1: 2, 2: 1 })], tests('1', '2', '3'));
    for (const name of ['1', '2']) {
      expect(trials.open).toBe(1);
      const trial = trials.choose(name);
      if (trial) trials.finish(trial, outcome(name, 'passed'));
    }
    expect(trials.choose('3')).toBeUndefined();
    expect(trials.all[0]?.verdict).toBe('survived');
  });

  for (const { results, applied, verdict } of [
    { results: ['passed', 'passed'], applied: 0, verdict: 'unreachable' },
    { results: ['timed out', 'passed'], applied: 1, verdict: 'timed out' },
    { results: ['timed out', 'red'], applied: 1, verdict: 'killed' },
    { results: ['crashed', 'passed'], applied: 1, verdict: 'survived' },
    { results: ['passed', 'passed'], applied: 2, verdict: 'survived' },
  ] as const) {
    test(`${results.join(' and ')}, with the change made ${String(applied)} times, is ${verdict}`, () => {
      const trials = new Trials([mutant('a', { 1: 2, 2: 1 })], tests('1', '2'));
      for (const [index, result] of results.entries()) {
        const trial = trials.choose(String(index + 1));
        if (trial) trials.finish(trial, { ...outcome(String(index + 1), result), applied });
      }
      expect(trials.all[0]?.verdict).toBe(verdict);
    });
  }

  test('a mutant that no test suits is unreachable', () => {
    const trials = new Trials([mutant('a', {})], tests('1'));
    expect(trials.all[0]?.verdict).toBe('unreachable');
  });

  test('a test leaves a mutant to better suited ones, but not for ever', () => {
    const trials = new Trials([mutant('a', { 1: 1, 2: 9, 3: 8, 4: 7 })], tests('1', '2', '3', '4'));
    expect(trials.choose('1')).toBeUndefined();
    const trial = trials.choose('2');
    if (trial) trials.finish(trial, outcome('2', 'passed'));
    expect(trials.choose('1')?.mutant.id).toBe('a');
  });

  test('a test that noticed a fault of a target comes first for the next one there', () => {
    const suits = { 1: 1, 2: 1.4 };
    const trials = new Trials([mutant('a', suits), mutant('b', suits)], tests('1', '2'));
    const first = trials.choose('1');
    if (first) trials.finish(first, outcome('1', 'red'));
    const second = trials.choose('2');
    if (second) trials.release(second);
    expect(trials.choose('1')?.mutant.id).toBe('b');
  });
});
