import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { Draw } from './draw.ts';
import { providerError } from './errors.ts';
import { Ocr } from './ocr.ts';
import { searchable, understand, type Understood } from './purpose.ts';
import { readChatRequest, type ChatRequest } from './request.ts';
import type { Call, RuleBook } from './rules.ts';
import { scripted, type Question } from './scripted.ts';
import { varied } from './varied.ts';

/** How many different requests are counted, so that equal ones can be answered differently. */
const countedRequests = 5000;

/** Stands for a connection to be broken off. */
export const reset = Object.freeze({ reset: true });

export interface ModelSettings {
  mode: 'scripted' | 'varied';
  seed: number;
  rules: RuleBook;
}

export interface Model {
  /** The chat completion that answers a request body, or `reset`. Throws a ModelError. */
  complete(body: string, attempt: number, signal: AbortSignal): Promise<object>;
  close(): Promise<void>;
}

export function createModel({ mode, seed, rules }: ModelSettings): Model {
  const ocr = new Ocr();
  const counts = new Map<string, number>();

  /** As with a real model, the same request asked again is answered otherwise. */
  const drawFor = (hash: string): Draw => {
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    for (const oldest of counts.keys()) if (counts.size > countedRequests) counts.delete(oldest);
    return new Draw(`${String(seed)}/${hash}/${String(count)}`);
  };

  const reply = async (
    understood: Understood,
    question: Question,
    hash: string,
    signal: AbortSignal,
  ): Promise<string> => {
    if (mode === 'scripted') return scripted[understood.purpose](question);
    const draw = drawFor(hash);
    await wait(draw.whole(5, 150), undefined, { signal });
    return varied[understood.purpose](question, draw);
  };

  return {
    async complete(body, attempt, signal) {
      const at = new Date().toISOString();
      const request = readChatRequest(body);
      const understood = understand(request);
      const hash = createHash('sha256').update(body).digest('hex');
      const recognised = request.image === null ? '' : await ocr.read(request.image);
      const texts = request.image === null ? searchable(request, understood) : [recognised];
      const rule = rules.take(journalEntry(request, understood, recognised, attempt, at), texts);
      if (rule === undefined) {
        const question = { request, input: understood.input, recognised };
        return completion(request, hash, await reply(understood, question, hash, signal));
      }
      if (rule.delayMs > 0) await delay(rule.delayMs, rule.removed, signal);
      if ('reset' in rule.answer) return reset;
      if ('status' in rule.answer) throw providerError(rule.answer.status);
      return completion(request, hash, rule.answer.content);
    },
    close: () => ocr.close(),
  };
}

/** Waits so long, or until the rule is removed. Throws when the caller has gone. */
async function delay(milliseconds: number, removed: AbortSignal, gone: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal: AbortSignal.any([removed, gone]) }).catch((error: unknown) => {
    if (gone.aborted) throw error;
  });
}

function journalEntry(
  request: ChatRequest,
  { purpose }: Understood,
  recognised: string,
  attempt: number,
  at: string,
): Call {
  return {
    purpose,
    attempt,
    at,
    model: request.model,
    max_tokens: request.maxTokens ?? 0,
    temperature: request.temperature,
    response_format: request.responseFormat,
    system: request.system,
    user: request.image === null ? request.user : recognised,
    imageBytes: request.image?.length ?? null,
  };
}

function completion(request: ChatRequest, hash: string, content: string | null): object {
  const [prompt, answer] = [request.system + request.user, content ?? ''].map((text) => Math.ceil(text.length / 4));
  return {
    id: `chatcmpl-${hash.slice(0, 29)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: answer, total_tokens: (prompt ?? 0) + (answer ?? 0) },
    system_fingerprint: null,
  };
}
