import { expect, test } from '@playwright/test';
import { readArguments } from '../../detection/arguments.ts';
import { isCleanUp, isRed } from '../../detection/failure.ts';
import type { Family, Mutant } from '../../detection/mutants/mutant.ts';
import { kindOf, patternOf } from '../../detection/recording/object-kind.ts';
import { refuseUnknown, select, unknownAmong } from '../../detection/selection.ts';

const mutant = (family: Family, target: string, number: number): Mutant => ({
  id: `${family}:${target}:${String(number)}`,
  family,
  operator: '',
  target,
  operations: family === 'http' ? [target] : [],
  description: '',
  suits: () => 1,
  plant: () => Promise.reject(new Error('not planted here')),
});

const mutants = (['http', 'storage', 'database', 'rule'] as const).flatMap((family, index) =>
  Array.from({ length: 10 * (index + 1) }, (_, number) => mutant(family, index === 0 ? 'createBook' : 'other', number)),
);
const ids = (args: string[]): string[] => select(mutants, readArguments(args)).map(({ id }) => id);

test.describe('choice of mutants', () => {
  test('all, one operation, one mutant', () => {
    expect(ids([])).toHaveLength(100);
    expect(ids(['--operation', 'createBook'])).toHaveLength(10);
    expect(ids(['--only', 'rule:other:3', '--only', 'http:createBook:1'])).toEqual([
      'http:createBook:1',
      'rule:other:3',
    ]);
  });

  test('a sample is drawn by its seed and evenly from the families', () => {
    const sample = ids(['--sample', '40', '--seed', '7']);
    const families = (['http', 'storage', 'database', 'rule'] as const).map(
      (family) => sample.filter((id) => id.startsWith(family)).length,
    );
    expect(families).toEqual([10, 10, 10, 10]);
    expect(ids(['--sample', '40', '--seed', '7'])).toEqual(sample);
    expect(ids(['--sample', '40', '--seed', '8'])).not.toEqual(sample);
  });

  test('unknown names are refused in one line', () => {
    const unknown = unknownAmong(mutants, readArguments(['--only', 'http:nothing', '--operation', 'createBok']));
    const refuse = (others: readonly string[][]): void => {
      refuseUnknown([unknown, ...others]);
    };
    expect(() => {
      refuse([]);
    }).toThrow(/^not known: mutant http:nothing, operation createBok; .*lists all$/);
    // What one system knows is no mistake.
    expect(() => {
      refuse([['operation createBok']]);
    }).toThrow(/^not known: operation createBok; /);
    expect(() => {
      refuse([[]]);
    }).not.toThrow();
  });

  for (const args of [
    ['--sample', 'x'],
    ['--sample', '0'],
    ['--seed', '-1'],
    ['--nothing'],
    ['createBook'],
    ['--system', 'nosuch'],
  ]) {
    test(`${args.join(' ')} is refused`, () => {
      expect(() => readArguments(args)).toThrow();
    });
  }
});

test('an object is of the kind whose sample its key is like', () => {
  const samples = { image: 'books/ID/1.png', folder: 'books/ID/' };
  expect(patternOf(samples.image)).toBe('^books/[^/]+/\\d+\\.png$');
  expect(kindOf('books/test_1/12.png', samples)).toBe('image');
  expect(kindOf('books/test_1/', samples)).toBe('folder');
  expect(kindOf('books/test_1/x/12.png', samples)).toBe('books/test_1/x/12.png');
});

test.describe('a failure', () => {
  for (const message of [
    'ContractError: POST /admin/books answered 500, expected 201',
    'TransportError: GET /x got no answer: Timeout',
    'Error: expect(received).toEqual(expected)',
    'Error: \u001B[2mexpect(\u001B[22m\u001B[31mreceived\u001B[39m).toBe()',
    'Error: the title of the book\n\nexpect(received).toBe(expected)',
    'Error: Clean-up left 1 of 2 behind:',
    'Error: Answers that nobody judged with as(status):',
  ]) {
    test(`counts: ${message.slice(0, 60)}`, () => {
      expect(isRed(message)).toBe(true);
    });
  }

  for (const message of [
    "TypeError: Cannot read properties of undefined (reading 'id')",
    'Test timeout of 20000ms exceeded.',
  ]) {
    test(`does not count: ${message}`, () => {
      expect(isRed(message)).toBe(false);
    });
  }

  test('of the clean-up is known', () => {
    expect(isCleanUp('Error: Clean-up left 1 of 2 behind:')).toBe(true);
    expect(isCleanUp('Error: expect(received)')).toBe(false);
  });
});
