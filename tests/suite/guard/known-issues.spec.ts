import { z } from 'zod';
import { knownIssues, type KnownIssue } from '../../../env/known-issues.ts';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { operation } from '../../../helpers/http/operation.ts';

const reset = operation({ method: 'GET', path: '/reset', writes: false, responses: { 200: z.unknown() } });
const tag = '@read-only';
const annotation = { type: 'plan', description: 'LLM-1' };

/** Lists an issue for a nested test, as QA would for a deployment. */
function listed(name: string, message: RegExp, more: Partial<KnownIssue> = {}): string {
  const issue = {
    system: 'learnlikemagic',
    test: name,
    environment: 'production',
    link: 'https://issues.example/7',
    since: '2026-01-31',
  } as const;
  (knownIssues as KnownIssue[]).push({ ...issue, message, ...more });
  return name;
}

test(listed('fails as listed', /answered 200, expected 404/), { tag }, async ({ learnlikemagic }) => {
  const other = operation({ method: 'GET', path: '/', writes: false, responses: { 404: z.unknown() } });
  await learnlikemagic.call(other, 404);
});

listed('LLM-1', /expected "listed by plan id"/i);
test('is listed by plan id', { tag, annotation }, () => {
  throw new Error('Expected "listed by plan id"');
});

test(listed('fails with another message', /this message/), { tag }, () => {
  throw new Error('another message');
});

test(listed('fails softly, twice as listed', /as listed/), { tag }, () => {
  expect.soft('one', 'as listed, in one').toBe('another');
  expect.soft('two', 'as listed, in two').toBe('another');
});

test(listed('fails softly, and in another way', /as listed/), { tag }, () => {
  expect.soft('one', 'as listed').toBe('another');
  expect.soft('two', 'a second fault').toBe('another');
});

test(listed('fails softly, then in another way', /as listed/), { tag }, () => {
  expect.soft('one', 'as listed').toBe('another');
  throw new Error('a second fault');
});

test(listed('gets no answer', /./), { tag }, async ({ learnlikemagic }) => {
  await learnlikemagic.call(reset, 200);
});

test(listed('leaves something behind', /./), { tag }, ({ cleanup }) => {
  const entry = { system: 'learnlikemagic', kind: 'guideline', operation: 'INSERT', key: undefined };
  cleanup.resolve(cleanup.intend(entry), 'test_x');
  throw new Error('as listed');
});

test(listed('runs out of time', /./), { tag }, async () => {
  test.setTimeout(500);
  await new Promise(() => undefined);
});

test(listed('passes against expectation', /./), { tag }, () => {
  expect(1).toBe(1);
});

test(listed('fails now and then', /./, { intermittent: true }), { tag }, () => {
  throw new Error('now');
});

test(listed('is listed elsewhere', /./, { environment: 'staging' }), { tag }, () => {
  throw new Error('as listed elsewhere');
});
