import OpenAI from 'openai';

import { apiKey, askThrough, complete, drawPage, expect, messages, test } from './model.ts';

test('refuses a wrong or missing key in the shape of the provider', async ({ endpoint }) => {
  const client = new OpenAI({ baseURL: endpoint.url, apiKey: 'wrong', maxRetries: 0 });
  await expect(client.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
  const bare = await fetch(`${endpoint.url}/chat/completions`, { method: 'POST', body: '{}' });
  expect(bare.status).toBe(401);
  const { error } = (await bare.json()) as { error: unknown };
  expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: 'invalid_api_key' });
});

test('refuses what it cannot answer and says why', async ({ client }) => {
  const refused = async (body: object): Promise<string> => {
    const error = await complete(client, { messages: messages('x'), ...body }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    return error instanceof Error ? error.message : '';
  };
  expect(await refused({})).toContain('none of P1 to P8');
  expect(await refused({ stream: true })).toContain('Streaming');
  expect(await refused({ tools: [] })).toContain('Tools');
  expect(await refused({ messages: [] })).toContain('messages');
  expect(await refused({ max_tokens: 'many' })).toContain('max_tokens');
  expect(await refused({ max_tokens: 300, temperature: 0.2 })).toContain('response_format');
  const json = { response_format: { type: 'json_object' } };
  expect(await refused({ ...json, messages: [{ role: 'user', content: 'x' }] })).toContain("the word 'json'");
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  expect(await refused({ messages: [{ role: 'user', content: [image] }] })).toContain('unsupported image');
});

test('lists its model, counts tokens and refuses other paths', async ({ client, endpoint }) => {
  const { data } = await client.models.list();
  expect(data).toMatchObject([{ id: 'gpt-4o-mini', object: 'model' }]);
  const figures = { model: 'gpt-4o-mini', max_tokens: 200, temperature: 0.3 };
  const { usage } = await client.chat.completions.create({ ...figures, messages: messages('Heading\nText.') });
  expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  const other = await fetch(`${endpoint.url}/other`, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(other.status).toBe(404);
});

test.describe('rules', () => {
  test('win where purpose and text match, as often as they say, first added first', async ({
    ask,
    endpoint: { rules },
  }) => {
    rules.add({ purpose: 'summary', match: 'rule one', answer: { content: 'first' }, times: 1 });
    const { id } = rules.add({ purpose: 'summary', match: 'rule  one', answer: { content: 'second' } });
    expect(await ask.summary('Rule one')).toContain('Rule one');
    expect(await ask.summary('A\nrule\n one')).toBe('first');
    expect(await ask.summary('A\nrule\n one')).toBe('second');
    expect((await ask.facts('rule one'))['objectives_add']).toHaveLength(2);
    expect(await ask.summary('A\nrule\n one')).toBe('second');
    expect(rules.remove(id)).toBe(true);
    expect(rules.remove(id)).toBe(false);
    expect(await ask.summary('A\nrule one')).not.toBe('second');
  });

  test('give provider errors, broken connections, empty content and delay', async ({ ask, endpoint: { rules } }) => {
    const add = (answer: object, more: object = {}): unknown =>
      rules.add({ purpose: 'grading', match: 'fault "ü"', answer, times: 1, ...more });
    const grade = (): Promise<unknown> =>
      ask.tutor({ topic: 'fault "ü"', reply: '4', expected_concepts: [], conversation_history: '' });
    add({ status: 429 });
    await expect(grade()).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    add({ status: 503 });
    await expect(grade()).rejects.toMatchObject({ status: 503, type: 'server_error' });
    add({ reset: true });
    await expect(grade()).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    add({ content: null });
    await expect(grade()).rejects.toThrow('JSON');
    add({ content: '{"score":0.5}' }, { delayMs: 300 });
    const start = Date.now();
    expect(await grade()).toEqual({ score: 0.5 });
    expect(Date.now() - start).toBeGreaterThanOrEqual(295);
  });

  test('hold an answer back until they are removed', async ({ ask, endpoint: { rules } }) => {
    const held = { answer: { content: '{"score":0.5}' }, delayMs: 60_000 };
    const { id } = rules.add({ purpose: 'grading', match: 'held back', ...held });
    let answered = false;
    const grading = ask
      .tutor({ topic: 'held back', reply: '4', expected_concepts: [], conversation_history: '' })
      .finally(() => (answered = true));
    await expect
      .poll(() => rules.calls('held back').length, { message: 'the call has arrived', timeout: 10_000 })
      .toBe(1);
    await ask.summary('Another call.');
    expect(answered).toBe(false);
    rules.remove(id);
    expect(await grading).toEqual({ score: 0.5 });
  });

  test('find the text of an image, and the SDK tries again', async ({ endpoint: { rules, url } }) => {
    rules.add({ purpose: 'ocr', match: 'Torn Page', answer: { status: 500 }, times: 2 });
    const ask = askThrough(new OpenAI({ baseURL: url, apiKey }));
    expect(await ask.ocr(await drawPage('Torn Page'))).toBe('Torn Page');
    expect(rules.calls('Torn Page').map(({ purpose, attempt }) => [purpose, attempt])).toEqual([
      ['ocr', 0],
      ['ocr', 1],
      ['ocr', 2],
    ]);
  });

  for (const [rule, message] of [
    ['text', 'a rule must be a JSON object'],
    [{ purpose: 'P1', match: 'x', answer: { content: '' } }, '"purpose" must be one of'],
    [{ purpose: 'ocr', match: ' ', answer: { content: '' } }, '"match" must be a text'],
    [{ purpose: 'ocr', match: 'x', answer: { status: 200 } }, '"answer" must be'],
    [{ purpose: 'ocr', match: 'x', answer: { content: '', reset: true } }, '"answer" must be'],
    [{ purpose: 'ocr', match: 'x', answer: { content: '' }, times: 0 }, '"times" must be'],
    [{ purpose: 'ocr', match: 'x', answer: { content: '' }, delay: 5 }, 'no field "delay"'],
  ] as const) {
    test(`refuse ${JSON.stringify(rule)}`, ({ endpoint: { rules } }) => {
      expect(() => rules.add(rule)).toThrow(message);
    });
  }
});

test('writes every call down with its parameters', async ({ ask, endpoint: { rules } }) => {
  await ask.tutor({ topic: 'journal ü', labels: [], last_score: 0 });
  expect(rules.calls('journal  ü')).toMatchObject([
    {
      purpose: 'remediation',
      attempt: 0,
      model: 'gpt-4o-mini',
      max_tokens: 500,
      temperature: 0.7,
      response_format: 'json_object',
      imageBytes: null,
      user: '{"topic":"journal ü","labels":[],"last_score":0}',
    },
  ]);
  expect(rules.calls('no such text')).toEqual([]);
  const page = await drawPage('Journal Page');
  await ask.ocr(page);
  expect(rules.calls('Journal Page')).toMatchObject([{ purpose: 'ocr', temperature: null, imageBytes: page.length }]);
});

test('answers 50 parallel requests, and text while images are read', async ({ ask }) => {
  const page = await drawPage('Busy Page\n'.repeat(8));
  let reading = true;
  const image = ask.ocr(page).finally(() => (reading = false));
  const texts = Array.from({ length: 50 }, (_, index) => `Heading ${String(index)}\nText.`);
  const whileReading: boolean[] = [];
  const answers = await Promise.all(texts.map((text) => ask.summary(text).finally(() => whileReading.push(reading))));
  expect(answers).toEqual(texts);
  // The last of them may well come after a short page.
  expect(whileReading).toContain(true);
  expect(await image).toContain('Busy Page');
});
