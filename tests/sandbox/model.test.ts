import { randomBytes } from 'node:crypto';

import sharp from 'sharp';

import { drawPage, expect, test } from './model.ts';

const fractions = [
  'Equal Fractions',
  'Fractions with the same value are equal. Half a cake is two quarters of a cake.',
  'Objective: Find equal fractions.',
  'Objective: Shorten a fraction.',
  'Example: 1/2 equals 2/4.',
  'Misconception: A larger denominator makes a larger fraction.',
  'Question: Shorten 2/4. Answer: 1/2',
].join('\n');
const plain = 'Prime Numbers\nA prime has two divisors. The number 7 is prime. One is no prime.';

test('reads the image that was sent, not the prompt around it', async ({ ask }) => {
  const [first, second] = await Promise.all([
    drawPage('Linear Equations\nBoth sides stay equal.'),
    drawPage('Prime Numbers\nA prime has two divisors.'),
  ]);
  expect((await ask.ocr(first)).replace(/\s+/g, ' ')).toBe('Linear Equations Both sides stay equal.');
  expect((await ask.ocr(second)).replace(/\s+/g, ' ')).toBe('Prime Numbers A prime has two divisors.');
  expect(await ask.ocr(first)).toContain('\n');
});

test('is not held up by a page of noise, and reads the text beside it', async ({ ask }) => {
  const side = 1200;
  const channels = 3;
  const noise = sharp(randomBytes(side * side * channels), { raw: { width: side, height: side, channels } });
  const png = await noise.png().toBuffer();
  expect(await ask.ocr(png)).toBe('');
  const text = await drawPage('Noisy Margin');
  const page = sharp(text).extend({ bottom: 600, background: 'white' });
  const input = await sharp(png).resize(800, 550, { kernel: 'nearest' }).toBuffer();
  expect(
    await ask.ocr(
      await page
        .composite([{ input, left: 0, top: 640 }])
        .png()
        .toBuffer(),
    ),
  ).toMatch(/^Noisy Margin/);
});

test('answers the same request the same way', async ({ ask }) => {
  expect(await ask.facts(plain)).toEqual(await ask.facts(plain));
  expect(await ask.summary(plain)).toBe(await ask.summary(plain));
});

test('summarises a page under its heading in at most 500 characters', async ({ ask }) => {
  expect(await ask.summary(fractions)).toMatch(/^Equal Fractions\nFractions with the same value are equal\./);
  const long = await ask.summary(`Long Page\n${'This sentence is on the page. '.repeat(90)}`);
  expect(long.startsWith('Long Page\n')).toBe(true);
  expect(long.length).toBeLessThanOrEqual(500);
  expect((await ask.summary('')).trim()).not.toBe('');
});

test('continues a subtopic of the same title and begins a new one otherwise', async ({ ask }) => {
  const open: [string, string][] = [
    ['Equal Fractions', 'equal-fractions'],
    ['Prime Numbers (a first look)', 'primes'],
  ];
  const goesOn = { decision: 'continue', continue_score: 0.9, new_score: 0.1, new_subtopic_key: null };
  const summary = await ask.summary(fractions);
  expect(await ask.boundary(open, summary)).toMatchObject({ ...goesOn, continue_subtopic_key: 'equal-fractions' });
  const continued = await ask.boundary(open, 'EQUAL FRACTIONS (continued)\nMore of them.');
  expect(continued).toMatchObject({ ...goesOn, continue_subtopic_key: 'equal-fractions' });
  expect(await ask.boundary(open, '(continued)\nMore.')).toMatchObject({ ...goesOn, continue_subtopic_key: 'primes' });
  expect(await ask.boundary(open, 'Sub_Topic  A!\nAnother matter.')).toMatchObject({
    decision: 'new',
    continue_score: 0.1,
    new_score: 0.9,
    continue_subtopic_key: null,
    new_subtopic_key: 'sub-topic-a',
    new_subtopic_title: 'Sub_Topic  A!',
  });
  expect(await ask.boundary([], '(continued)', 7)).toMatchObject({ decision: 'new', new_subtopic_title: 'Page 7' });
});

test('takes stated facts from a page and makes up the missing ones from its text', async ({ ask }) => {
  expect(await ask.facts(fractions)).toEqual({
    objectives_add: ['Find equal fractions.', 'Shorten a fraction.'],
    examples_add: ['1/2 equals 2/4.'],
    misconceptions_add: ['A larger denominator makes a larger fraction.'],
    assessments_add: [{ level: 'basic', prompt: 'Shorten 2/4.', answer: '1/2' }],
  });
  const [prime, other] = [await ask.facts(plain), await ask.facts(plain.replaceAll('rime', 'erfect'))];
  for (const [name, least] of [
    ['objectives_add', 2],
    ['examples_add', 1],
    ['misconceptions_add', 1],
    ['assessments_add', 1],
  ] as const) {
    expect(prime[name]?.length).toBeGreaterThanOrEqual(least);
    expect(other[name]).not.toEqual(prime[name]);
  }
});

test('describes a subtopic in lines that pass the quality gate', async ({ ask }) => {
  const prompts = [
    '',
    `Topic: ${'t'.repeat(300)}\nSubtopic: ${'s'.repeat(300)}\nObjectives:\n- ${'o'.repeat(300)}\nExamples:\n- ${'e'.repeat(300)}`,
  ];
  for (const prompt of prompts) {
    const text = await ask.description(`${prompt}\nMisconceptions:\n- none`);
    const lines = text.split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line.length).toBeGreaterThanOrEqual(30);
    expect(text.length).toBeLessThanOrEqual(600);
    expect(text).toMatch(/teach|explain|show|practice|understand/i);
  }
});

test.describe('tutor', () => {
  const lesson = {
    topic: 'Addition',
    grade: 3,
    prefs: null,
    step_idx: 2,
    conversation_history: '',
    last_grading: null,
  };

  test('asks exactly the question that the guideline pins', async ({ ask }) => {
    const pinned = { ...lesson, teaching_guideline: 'Be kind; always ask: what is 2 + 2? Only 4 is right.' };
    expect(await ask.tutor(pinned)).toMatchObject({
      message: 'what is 2 + 2?',
      hints: [expect.any(String), expect.any(String)],
    });
    const free = await ask.tutor({ ...lesson, teaching_guideline: 'Ask them to explain. Use pictures.' });
    expect(free['message']).toContain('Addition');
  });

  const history = 'Teacher: what is 2 + 2?\nStudent: 5\nTeacher: Let us look again. Please try once more.';
  for (const reply of ['4', 'It is 4.', '2 + 2 = 4', 'four', '4.0']) {
    test(`grades "${reply}" as right`, async ({ ask }) => {
      const graded = await ask.tutor({
        topic: 'Addition',
        reply,
        expected_concepts: [],
        conversation_history: history,
      });
      expect(graded).toMatchObject({ score: 1, confidence: 0.95, labels: [] });
    });
  }
  for (const reply of ['5', '22', '4 or 5', 'banana', 'x4x', '-4', 'ü'.repeat(5000)]) {
    test(`grades "${reply.slice(0, 9)}" as wrong`, async ({ ask }) => {
      const graded = await ask.tutor({
        topic: 'Addition',
        reply,
        expected_concepts: [],
        conversation_history: history,
      });
      expect(graded).toMatchObject({
        score: 0.1,
        confidence: 0.9,
        labels: expect.arrayContaining([expect.any(String)]),
      });
    });
  }

  for (const [question, answer] of Object.entries({
    '7 - 9': '-2',
    '3 × 4': '12',
    '6 x 7': '42',
    '9 ÷ 2': '4.5',
    '12 times 3': '36',
  })) {
    test(`knows that ${question} is ${answer}`, async ({ ask }) => {
      const input = { topic: 'Sums', expected_concepts: [], conversation_history: `Teacher: What is ${question}?` };
      expect(await ask.tutor({ ...input, reply: `I say ${answer}` })).toMatchObject({ score: 1 });
      expect(await ask.tutor({ ...input, reply: '1000' })).toMatchObject({ score: 0.1 });
    });
  }

  test('grades an open question by its ideas, and an empty reply with nothing', async ({ ask }) => {
    const input = {
      topic: 'Photosynthesis',
      expected_concepts: ['light becomes sugar', 'leaves'],
      conversation_history: 'Teacher: What do plants do?',
    };
    expect(await ask.tutor({ ...input, reply: 'Leaves turn light into sugar.' })).toMatchObject({ score: 1 });
    expect(await ask.tutor({ ...input, reply: 'Dunno' })).toMatchObject({ score: 0.1 });
    expect(await ask.tutor({ ...input, reply: ' ' })).toMatchObject({ score: 0 });
  });

  test('helps with the labels, without a question that would hide the last one', async ({ ask }) => {
    const help = await ask.tutor({ topic: 'Addition', labels: ['counting-error'], last_score: 0.1 });
    expect(help).toMatchObject({ message: expect.stringContaining('counting-error') });
    expect(help['followup']).not.toContain('?');
  });
});
