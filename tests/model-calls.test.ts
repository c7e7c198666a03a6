import { expect, test } from '@playwright/test';
import { z } from 'zod';
import type { Exchange } from '../helpers/http/exchange.ts';
import { operation } from '../helpers/http/operation.ts';
import {
  countModelCalls,
  describeModelCalls,
  sumModelCalls,
  takeModelCalls,
} from '../helpers/reporting/model-calls.ts';

const exchange = (name: string, llmCalls: number, more: Partial<Exchange> = {}): Exchange => ({
  name,
  operation: operation({ method: 'GET', path: '/', writes: false, llmCalls, responses: { 200: z.unknown() } }),
  ...{ url: 'http://h/', request: {}, startedAt: 0, status: 200 },
  ...more,
});

test('calls of the model are counted by operation, with what each may cost, and taken once', () => {
  countModelCalls(exchange('startSession', 1));
  for (const status of [200, 500, 404, 422]) countModelCalls(exchange('uploadPage', 3, { status }));
  countModelCalls(exchange('uploadPage', 3, { request: { llmCalls: 5 } }));
  countModelCalls(exchange('GET /x/{id}', 0));

  expect(takeModelCalls()).toBe('uploadPage 3 (at most 11), startSession 1 (at most 1)');
  expect(takeModelCalls()).toBe('');
});

test('the counts of tests add up, the most frequent first', () => {
  const sum = sumModelCalls(['a 1 (at most 3), POST /b 2 (at most 2)', 'POST /b 7 (at most 8)', '']);

  expect(describeModelCalls(sum)).toBe('POST /b 9 (at most 10), a 1 (at most 3)');
});
