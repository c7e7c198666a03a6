import { expect, test } from '@playwright/test';
import { readArguments } from '../../detection/arguments.ts';
import { killersOf } from '../../detection/killers.ts';
import { lostIn, missedIn, sampleOf } from '../../detection/sample.ts';
import type { Meetings } from '../../detection/meetings.ts';
import type { Family, Mutant } from '../../detection/mutants/mutant.ts';
import { Trials, type Outcome, type Trial } from '../../detection/trials.ts';

/** A mutant, and how well the tests that can meet it suit. */
function meetings(id: string, suits: Record<string, number>, family: Family = 'http'): Meetings {
  const mutant: Mutant = {
    id,
    family,
    operator: 'status-500',
    target: 'createBook',
    operations: ['createBook'],
    description: '',
    suits: () => 1,
    plant: () => Promise.reject(new Error('not planted here')),
  };
  return { mutant, tests: new Map(Object.entries(suits)) };
}

const outcome = (name: string, result: Outcome['result'], applied = 1): Outcome => ({
  test: name,
  result,
  message: '',
  applied,
  duration: 1,
});

test.describe('trials', () => {
  test('a mutant is killed by the first red test and met by no other', () => {
    const trials = new Trials([meetings('a', { 1: 2, 2: 1 })]);
    const trial = trials.choose('1');
    expect(trial?.mutant.id).toBe('a');
    expect(trials.choose('2')).toBeUndefined();
    if (trial) trials.finish(trial, outcome('1', 'red'));
    expect(trials.choose('2')).toBeUndefined();
    expect(trials.all.map(({ verdict }) => verdict)).toEqual(['killed']);
    expect(trials.open).toBe(0);
  });

  test('it survives only when every test that suits has met it', () => {
    const trials = new Trials([meetings('a', { 1: 2, 2: 1 })]);
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
      const trials = new Trials([meetings('a', { 1: 2, 2: 1 })]);
      for (const [index, result] of results.entries()) {
        const trial = trials.choose(String(index + 1));
        if (trial) trials.finish(trial, { ...outcome(String(index + 1), result), applied });
      }
      expect(trials.all[0]?.verdict).toBe(verdict);
    });
  }

  test('a mutant that no test suits is unreachable', () => {
    const trials = new Trials([meetings('a', {})]);
    expect(trials.all[0]?.verdict).toBe('unreachable');
  });

  test('a test leaves a mutant to better suited ones, but not for ever', () => {
    const trials = new Trials([meetings('a', { 1: 1, 2: 9, 3: 8, 4: 7 })]);
    expect(trials.choose('1')).toBeUndefined();
    const trial = trials.choose('2');
    if (trial) trials.finish(trial, outcome('2', 'passed'));
    expect(trials.choose('1')?.mutant.id).toBe('a');
  });

  test('what ten tests have met in vain is for any', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [String(index + 1), index + 1]));
    const trials = new Trials([meetings('a', many)]);
    for (let number = 20; number > 10; number -= 1) {
      expect(trials.choose('1')).toBeUndefined();
      const trial = trials.choose(String(number));
      if (trial) trials.finish(trial, outcome(String(number), 'passed'));
    }
    expect(trials.choose('1')?.mutant.id).toBe('a');
  });

  test('what is for any is no reason to meet what is left to others', () => {
    const vain = Array.from({ length: 10 }, (_, index) => [`vain ${String(index)}`, 9] as const);
    const trials = new Trials([
      meetings('a', { 1: 1, ...Object.fromEntries(vain), 2: 2, 3: 3, 5: 5, 6: 6 }),
      { ...meetings('b', { 1: 9, 4: 1 }), first: '4' },
    ]);
    for (const [name] of vain) {
      const trial = trials.choose(name);
      if (trial) trials.finish(trial, outcome(name, 'passed'));
    }
    expect(trials.choose('1')?.mutant.id).toBe('a');
  });

  test('a test that noticed a fault of a target comes first for the next one there', () => {
    const suits = { 1: 1, 2: 1.4 };
    const trials = new Trials([meetings('a', suits), meetings('b', suits)]);
    const first = trials.choose('1');
    if (first) trials.finish(first, outcome('1', 'red'));
    const second = trials.choose('2');
    if (second) trials.release(second);
    expect(trials.choose('1')?.mutant.id).toBe('b');
  });

  test('what may cost a worker is met when nothing else is left', () => {
    const trials = new Trials([meetings('a', { 1: 1 }, 'rule'), meetings('b', { 2: 1 })]);
    expect(trials.wanted).toEqual(['2']);
    const trial = trials.choose('2');
    if (trial) trials.finish(trial, outcome('2', 'red'));
    expect(trials.choose('1')?.mutant.id).toBe('a');
  });

  test('a mutant is left to the test that is to meet it first, and then to any', () => {
    const trials = new Trials([{ ...meetings('a', { 1: 1, 2: 9 }), first: '1' }]);
    expect(trials.wanted).toEqual(['1']);
    expect(trials.choose('2')).toBeUndefined();
    const trial = trials.choose('1');
    if (trial) trials.finish(trial, outcome('1', 'passed'));
    expect(trials.choose('2')?.mutant.id).toBe('a');
  });

  test('nobody is waited for who cannot meet the mutant', () => {
    const trials = new Trials([{ ...meetings('a', { 2: 9 }), first: 'a test of another name' }]);
    expect(trials.choose('2')?.mutant.id).toBe('a');
  });
});

test.describe('killers', () => {
  /** A trial that these tests met in turn; the last one is red unless the mutant survived. */
  const tried = (id: string, tests: readonly string[], verdict: Trial['verdict'] = 'killed'): Trial => ({
    mutant: meetings(id, {}).mutant,
    verdict,
    outcomes: tests.map((name, index) =>
      outcome(name, verdict === 'killed' && index === tests.length - 1 ? 'red' : 'passed'),
    ),
  });

  test('a mutant that one test met in vain is for its killer first, as one that was before', () => {
    const trials = [tried('b', ['1', '2']), tried('a', ['1', '3']), tried('c', ['1']), tried('d', ['2'])];
    expect(killersOf(trials, { first: { d: '2', gone: '1' }, others: {} })).toEqual({
      first: { a: '3', b: '2', d: '2' },
      others: { c: '1' },
    });
  });

  test('a mutant that is not killed any more has no killer', () => {
    const none = { first: {}, others: {} };
    expect(killersOf([tried('a', ['1', '2'], 'survived')], { first: { a: '1' }, others: {} })).toEqual(none);
  });

  test('a mutant that a run left without a verdict keeps its killer', () => {
    const known = { first: { a: '1' }, others: { b: '2', c: '3' } };
    const open = ['a', 'b'].map((id) => ({ ...tried(id, []), verdict: undefined }));
    expect(killersOf([...open, tried('c', ['1'], 'survived')], known)).toEqual({
      first: { a: '1' },
      others: { b: '2' },
    });
  });

  test('a sample is drawn from the mutants whose killer is known, and names these tests', () => {
    const mutants = ['a', 'b', 'c'].map((id) => meetings(id, {}).mutant);
    const killers = { first: { a: '1' }, others: { b: '1', gone: '2' } };
    const sample = sampleOf(mutants, readArguments(['--sample', '5']), killers);
    expect(sample?.mutants.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(sample?.tests).toEqual(['1']);
    expect(sampleOf(mutants, readArguments([]), killers)).toBeUndefined();
    expect(sampleOf(mutants, readArguments(['--sample', '5']), { first: {}, others: {} })).toBeUndefined();
  });

  test('what was killed once and is met by no test now is told', () => {
    const trials = [tried('a', ['1']), tried('b', ['1'], 'survived'), tried('c', ['1'], 'unreachable')];
    const mutants = [...trials.map(({ mutant }) => mutant), meetings('d', {}).mutant];
    const lost = (id: string): string =>
      `${id} was killed in the last full run and is met by no test now: give its test back, or renew detection/killers by a full run`;
    expect(lostIn({ mutants, tests: [] }, trials)).toEqual([lost('c'), lost('d')]);
  });

  test('what the tests of a sample did not kill is told', () => {
    const trials = [tried('a', ['1']), tried('b', ['1'], 'survived'), { ...tried('c', []), verdict: undefined }];
    const mutants = [...trials.map(({ mutant }) => mutant), meetings('met by none', {}).mutant];
    expect(missedIn({ mutants, tests: [] }, trials).map(({ id }) => id)).toEqual(['b', 'c', 'met by none']);
  });
});
