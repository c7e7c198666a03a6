import { expect, test } from '@playwright/test';
import { knownIssues, type KnownIssue } from '../env/known-issues.ts';
import { isKnownFailure, knownIssueOf } from '../helpers/known-issue.ts';

const issue: KnownIssue = {
  system: 'learnlikemagic',
  test: 'LLM-28',
  environment: 'staging',
  link: 'https://issues.example/7',
  since: '2026-01-31',
  message: /answered 500, expected 404/,
};

test('an entry is found by plan id or by title, in its environment only', () => {
  const facts = {
    title: 'refuses an unknown book',
    caseIds: ['LLM-28'],
    environment: 'staging',
    system: 'learnlikemagic',
  };
  expect(knownIssueOf([issue], facts)).toBe(issue);
  expect(knownIssueOf([{ ...issue, test: facts.title }], { ...facts, caseIds: [] })).toMatchObject({
    link: issue.link,
  });
  const full = 'POST /x › refuses an unknown book';
  expect(knownIssueOf([{ ...issue, test: full }], { ...facts, fullTitle: full })).toMatchObject({ test: full });
  expect(knownIssueOf([issue], { ...facts, environment: 'production' })).toBeUndefined();
  expect(knownIssueOf([issue], { ...facts, caseIds: ['LLM-2'] })).toBeUndefined();
  expect(knownIssueOf([issue], { ...facts, system: 'another' })).toBeUndefined();
});

test('only a failure whose every error says the same is the known one', () => {
  const known = { message: 'ContractError: POST /x answered 500, expected 404' };
  expect(isKnownFailure(issue, [known])).toBe(true);
  expect(isKnownFailure(issue, [])).toBe(false);
  expect(isKnownFailure(issue, [{ message: 'answered 502, expected 404' }])).toBe(false);
  expect(isKnownFailure(issue, [known, { message: 'Error: something else' }])).toBe(false);
  expect(isKnownFailure(issue, [{}])).toBe(false);
});

test('clean-up and transport errors are never the known failure, whatever the pattern', () => {
  const anything = { ...issue, message: /./s };
  expect(isKnownFailure(anything, [{ message: 'Error: Clean-up left 1 of 1 behind:\n  - book x' }])).toBe(false);
  expect(isKnownFailure(anything, [{ message: 'TransportError: GET http://h/ got no answer: x' }])).toBe(false);
});

test('what QA listed is complete', () => {
  for (const { link, since } of knownIssues) {
    expect(URL.canParse(link), link).toBe(true);
    expect(since).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});
