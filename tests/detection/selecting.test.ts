import { expect, test } from '@playwright/test';
import { selecting } from '../../detection/playwright.ts';
import { copied } from '../../fixtures/detection.ts';

test('tests are selected by their files, each once, and by their titles, whatever tags stand between', () => {
  const [first, second, flag, pattern = ''] = selecting([
    'a/books.spec.ts › GET /books/{id} › finds (one)',
    'a/books.spec.ts › GET /books/{id} › finds none',
    'a/pages.spec.ts › a page',
  ]);
  expect([first, second, flag]).toEqual(['a/books.spec.ts', 'a/pages.spec.ts', '--grep']);
  const selects = (title: string): boolean => new RegExp(pattern).test(title);
  expect(selects(' a/books.spec.ts GET /books/{id} finds (one) @smoke')).toBe(true);
  expect(selects(' a/books.spec.ts GET /books/{id} @db @s3 finds none (copy 3)')).toBe(true);
  expect(selects(' a/pages.spec.ts a page')).toBe(true);
  expect(selects(' a/books.spec.ts GET /books/{id} finds one')).toBe(false);
  expect(selects(' a/pages.spec.ts another a page')).toBe(false);
});

test('a copied test is declared so often, each time with another title and the rest as it is', () => {
  const declared: unknown[][] = [];
  const declare = Object.assign((...args: unknown[]) => void declared.push(args), { describe: 'kept' });
  const body = (): void => undefined;
  const copies = copied(declare, 2);
  copies('a book', { tag: '@db' }, body);
  expect(declared).toEqual([
    ['a book (copy 1)', { tag: '@db' }, body],
    ['a book (copy 2)', { tag: '@db' }, body],
  ]);
  expect(copies.describe).toBe('kept');
  expect(copied(declare, 1)).toBe(declare);
});
