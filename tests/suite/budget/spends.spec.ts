import { z } from 'zod';
import { test } from '../../../fixtures/learnlikemagic/index.ts';
import { operation } from '../../../helpers/http/operation.ts';

const ask = operation({ method: 'GET', path: '/ask', writes: false, llmCalls: 2, responses: { 200: z.unknown() } });

for (const number of [1, 2, 3, 4]) {
  test(`asks the model, ${String(number)}`, { tag: ['@read-only', '@llm'] }, async ({ learnlikemagic }) => {
    await learnlikemagic.call(ask, 200);
  });
}

test('calls no model', { tag: '@read-only' }, () => undefined);
