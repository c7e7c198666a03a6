import { expect, test } from '@playwright/test';
import { caseIdsOf, outcomeOf } from '../helpers/reporting/plan-coverage.ts';

test('a case counts only when a test with its id ran and passed, and none with it failed', () => {
  expect(outcomeOf([])).toBe('missing');
  expect(outcomeOf(['passed'])).toBe('passed');
  expect(outcomeOf(['passed', 'skipped'])).toBe('passed');
  expect(outcomeOf(['skipped', undefined])).toBe('skipped');
  expect(outcomeOf(['passed', 'failed'])).toBe('failed');
  expect(outcomeOf(['timedOut'])).toBe('failed');
  expect(outcomeOf(['interrupted', 'passed'])).toBe('failed');
});

test('ids are read from plan annotations only', () => {
  const annotations = [
    { type: 'plan', description: 'LLM-1' },
    { type: 'issue', description: 'LLM-2' },
    { type: 'plan' },
    { type: 'plan', description: 'LLM-3' },
  ];
  expect(caseIdsOf({ annotations })).toEqual(['LLM-1', 'LLM-3']);
});
