import { errorOf, TransientError } from '../errors.ts';

/** What is sent to the endpoint: who speaks, what was said before, and the task, whose answer is prose or one JSON object. */
export interface Prompt {
  system: string;
  memory: readonly { role: 'user' | 'assistant'; content: string }[];
  task: Record<string, unknown>;
  json: boolean;
  maxTokens: number;
  temperature: number;
}

const timeoutMs = 60_000;
/** Statuses that another attempt may not meet again. */
const passing = new Set([408, 409, 429]);

/** AGORA_MODEL_URL (ends in /v1), AGORA_MODEL_KEY, and AGORA_MODEL_NAME where one model stands in for all. */
function endpoint(model: string): { url: string; key: string; model: string } {
  const { AGORA_MODEL_URL: url, AGORA_MODEL_KEY: key, AGORA_MODEL_NAME: only } = process.env;
  if (!url || !key) throw errorOf('ConfigurationError', 'AGORA_MODEL_URL and AGORA_MODEL_KEY say where the model is');
  return { url, key, model: only ? only : model };
}

/**
 * One completion of an OpenAI-compatible model; null when it has nothing to say. Throws a TransientError for what may pass, and a TimeoutError
 * after a minute.
 */
export async function complete(name: string, prompt: Prompt, signal: AbortSignal | undefined): Promise<string | null> {
  const { url, key, model } = endpoint(name);
  const { system, memory, task, json, maxTokens, temperature } = prompt;
  const patience = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      ...{ model, max_tokens: maxTokens, temperature, ...(json && { response_format: { type: 'json_object' } }) },
      messages: [{ role: 'system', content: system }, ...memory, { role: 'user', content: JSON.stringify(task) }],
    }),
  }).catch((error: unknown) => {
    if (signal?.aborted || patience.aborted) throw error;
    throw new TransientError(`the model cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!response.ok) throw refusal(response.status);
  return readContent(await response.json());
}

const refusal = (status: number): Error => {
  const message = `the model answered ${String(status)}`;
  return passing.has(status) || status >= 500 ? new TransientError(message) : errorOf('ModelRefusal', message);
};

function readContent(completion: unknown): string | null {
  const { choices } = completion as { choices?: { message?: { content?: string | null } }[] };
  return choices?.[0]?.message?.content ?? null;
}
