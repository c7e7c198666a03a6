import { expect, test } from '@playwright/test';
import { readWith } from '../helpers/learnlikemagic/page-image.ts';

test('a word of which a letter or two were misread is put right, and no other word', () => {
  const word = 'TOMEPATAMONO';
  expect(readWith(word, 'The word is TOMEPATAMONDO.')).toBe('The word is TOMEPATAMONO.');
  expect(readWith(word, 'The word is T0MEPATAMON.')).toBe('The word is TOMEPATAMONO.');
  expect(readWith(word, 'The word is TOMEPATARESA.')).toBe('The word is TOMEPATARESA.');
  expect(readWith(word, 'The word is KAREPOSAMETO.')).toBe('The word is KAREPOSAMETO.');
});
