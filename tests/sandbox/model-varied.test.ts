import OpenAI from 'openai';

import { RuleBook, startModel } from '../../sandbox/model/server.ts';
import { apiKey, askThrough, drawPage, expect, test, type Ask } from './model.ts';

test.use({ mode: 'varied', seed: 5 });

const page =
  'Equal Fractions\nFractions of the same value are equal. Half a cake is two quarters of it. Objectives follow.';
const times = Array.from({ length: 40 }, (_, index) => index);

function each<T>(ask: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(times.map(ask));
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

test('keeps the recognised words but not their lines', async ({ ask }) => {
  const image = await drawPage('Prime Numbers\nA prime has two divisors.');
  const texts = await each(() => ask.ocr(image));
  expect(new Set(texts).size).toBeGreaterThan(2);
  expect(new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()))).toEqual(
    new Set(['Prime Numbers A prime has two divisors.']),
  );
});

test('summarises otherwise each time, never blank and never too long', async ({ ask }) => {
  const texts = await each(() => ask.summary(page));
  expect(new Set(texts).size).toBeGreaterThan(3);
  for (const text of texts) {
    expect(text.trim()).not.toBe('');
    expect(text.length).toBeLessThanOrEqual(500);
  }
});

test('groups pages now this way and now that, always as the contract allows', async ({ ask }) => {
  const open: [string, string][] = [
    ['Equal Fractions', 'equal-fractions'],
    ['Prime Numbers', 'prime-numbers'],
  ];
  const answers = await each(() => ask.boundary(open, 'Equal Fractions\nMore of them.'));
  const outcomes = answers.map((answer) => {
    const { continue_score: old, new_score: fresh, decision } = answer;
    expect([isFraction(old), isFraction(fresh)]).toEqual([true, true]);
    expect(['continue', 'new']).toContain(decision);
    // Contract d.5, in its order.
    const goesOn = (old >= 0.6 && fresh < 0.7) || (fresh < 0.75 && old > fresh);
    if (goesOn) expect([null, 'equal-fractions', 'prime-numbers']).toContain(answer.continue_subtopic_key);
    else expect([answer.new_subtopic_key, answer.new_subtopic_title]).not.toContain(null);
    return goesOn;
  });
  expect(new Set(outcomes)).toEqual(new Set([true, false]));
  for (const answer of await each(() => ask.boundary([], '***'))) {
    expect(answer.continue_subtopic_key).toBeNull();
    expect(answer.new_subtopic_key).toMatch(/[a-z]/i);
  }
});

test('lists one to four facts, or leaves a list out', async ({ ask }) => {
  const answers = await each(() => ask.facts(page));
  const names = ['objectives_add', 'examples_add', 'misconceptions_add', 'assessments_add'];
  const lists = answers.flatMap((answer) => names.map((name) => answer[name]));
  const counts = new Set(lists.map((list) => list?.length));
  expect([...counts].sort()).toEqual([1, 2, 3, 4, undefined]);
});

test('describes in three to six lines, save for a rare failed attempt', async ({ ask }) => {
  const texts = await each(() => ask.description('Topic: Fractions\nSubtopic: Equal Fractions'));
  const counts = texts.map((text) => text.split('\n').filter((line) => line.trim() !== '').length);
  expect(Math.max(...counts)).toBe(6);
  expect(texts.filter((text) => text.length > 600)).toEqual([]);
  expect(counts.filter((count) => count < 3).length).toBeLessThan(times.length / 4);
});

test('asks the pinned question in other words around it', async ({ ask }) => {
  const lesson = {
    topic: 'Addition',
    grade: 3,
    prefs: null,
    step_idx: 0,
    conversation_history: '',
    last_grading: null,
  };
  const pinned = { ...lesson, teaching_guideline: 'always ask: what is 2 + 2? Only 4 is right' };
  const answers = await each(() => ask.tutor(pinned));
  for (const { message } of answers) expect(message).toContain('what is 2 + 2?');
  expect(new Set(answers.map(({ message }) => message)).size).toBeGreaterThan(2);
  expect(answers.some((answer) => !('hints' in answer))).toBe(true);
});

test('grades on the right side with other figures each time', async ({ ask }) => {
  const lesson = { topic: 'Addition', expected_concepts: [], conversation_history: 'Teacher: Okay! what is 2 + 2?' };
  const right = await each(() => ask.tutor({ ...lesson, reply: '4' }));
  for (const { score, confidence } of right) {
    expect(Number(score)).toBeGreaterThanOrEqual(0.85);
    expect(Number(confidence)).toBeGreaterThanOrEqual(0.7);
    expect([isFraction(score), isFraction(confidence)]).toEqual([true, true]);
  }
  expect(new Set(right.map(({ score }) => score)).size).toBeGreaterThan(3);
  const wrong = await each(() => ask.tutor({ ...lesson, reply: 'banana' }));
  for (const { score, labels } of wrong) {
    expect(Number(score)).toBeLessThanOrEqual(0.4);
    expect(Array.isArray(labels) && labels.length > 0).toBe(true);
  }
});

test('leaves a follow-up out now and then', async ({ ask }) => {
  const answers = await each(() => ask.tutor({ topic: 'Addition', labels: ['guessing'], last_score: 0.2 }));
  for (const { message } of answers) expect(message).toMatch(/\S/);
  expect(new Set(answers.map((answer) => 'followup' in answer))).toEqual(new Set([true, false]));
});

test('draws alike from the same seed and otherwise from another', async () => {
  const answersOf = async (seed: number): Promise<string[]> => {
    const model = await startModel({ host: '127.0.0.1', port: 0, apiKey, mode: 'varied', seed, rules: new RuleBook() });
    const ask: Ask = askThrough(new OpenAI({ baseURL: model.url, apiKey, maxRetries: 0 }));
    const answers: string[] = [];
    for (let count = 0; count < 6; count += 1) answers.push(await ask.description('Topic: Fractions'));
    await model.close();
    return answers;
  };
  const [first, again, other] = await Promise.all([answersOf(1), answersOf(1), answersOf(2)]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('lets rules win', async ({ ask, endpoint: { rules } }) => {
  rules.add({ purpose: 'summary', match: 'Varied Rule', answer: { content: 'as told' } });
  expect(await ask.summary('Varied Rule')).toBe('as told');
});
