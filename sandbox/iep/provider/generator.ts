import { isRecord } from '../../fastapi/shape.ts';

export interface GeneratorSettings {
  /** Ends in /v1. */
  baseUrl: string;
  apiKey: string;
  model: string;
  /** Resolves when the endpoint can be asked; awaited before each call. */
  ready?: () => Promise<unknown>;
}

/** What the generator is told beside the section: the student, the year, examples, earlier findings. */
export type Context = Readonly<Record<string, unknown>>;

/** Writes parts of an IEP. Every method throws when the model fails or does not answer with an object. */
export interface Generator {
  section(name: string, section: unknown, context: Context): Promise<Record<string, unknown>>;
  goals(examples: unknown, context: Context): Promise<unknown>;
}

const timeoutMs = 60_000;
const system = 'You write parts of individual education plans. Answer with one JSON object.';

/** An OpenAI-compatible endpoint, asked for JSON at temperature 0.7 with at most 2048 tokens (contract 9). */
export function createGenerator({ baseUrl, apiKey, model, ready }: GeneratorSettings): Generator {
  const ask = async (input: object): Promise<Record<string, unknown>> => {
    await ready?.();
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        ...{ model, max_tokens: 2048, temperature: 0.7, response_format: { type: 'json_object' } },
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: JSON.stringify(input) },
        ],
      }),
    });
    if (!response.ok) throw new Error(`The model answered ${String(response.status)}`);
    return readContent(await response.json());
  };
  return {
    section: (name, section, context) => ask({ ...context, section_name: name, section }),
    async goals(examples, context) {
      const { goals } = await ask({ ...context, goal_examples: examples });
      return goals ?? [];
    },
  };
}

function readContent(completion: unknown): Record<string, unknown> {
  const { choices } = completion as { choices: { message: { content: string | null } }[] };
  const value: unknown = JSON.parse(choices[0]?.message.content ?? '');
  if (!isRecord(value)) throw new Error('The model did not answer with a JSON object');
  return value;
}
