import { expect, test } from '@playwright/test';
import { canonicalTimestamp, epochOf, laterBy, Timestamp } from '../helpers/database/timestamp.ts';

const spellings = {
  '2025-10-28T15:50:46.123456': '2025-10-28T15:50:46.123456',
  '2025-10-28 15:50:46.1234': '2025-10-28T15:50:46.123400',
  '2025-10-28T15:50:46': '2025-10-28T15:50:46.000000',
};

test('the spellings of PostgreSQL and Pydantic become one', () => {
  expect(Object.keys(spellings).map(canonicalTimestamp)).toEqual(Object.values(spellings));
  expect(Timestamp.parse('2025-10-28 15:50:46.5')).toBe('2025-10-28T15:50:46.500000');
});

test('a time with a zone, or no time, is refused', () => {
  for (const text of ['2025-10-28T15:50:46Z', '2025-10-28T15:50:46+05:30', '2025-10-28', 'now', '']) {
    expect(() => canonicalTimestamp(text)).toThrow('is no timestamp without zone');
    expect(Timestamp.safeParse(text).success).toBe(false);
  }
});

test('it is read as UTC, whatever the machine’s zone', () => {
  expect(epochOf('2025-10-28 15:50:46.123456')).toBe(Date.UTC(2025, 9, 28, 15, 50, 46, 123));
});

test('a later time keeps its microseconds and carries over', () => {
  expect(laterBy(2, '2025-10-28T15:50:46.123456')).toBe('2025-10-28T15:50:46.123458');
  expect(laterBy(1_001, '2025-12-31 23:59:59.999')).toBe('2026-01-01T00:00:00.000001');
});
