import type OpenAI from 'openai';
import { Failure } from '../errors.ts';

export interface ProviderSettings {
  baseUrl: string;
  apiKey: string;
  /** Model of the tutor (P6 to P8); the other purposes are fixed to `gpt-4o-mini` (contract e). */
  model: string;
}

/** What is sent of a request; `max_tokens` is what the release sends, newer names notwithstanding. */
export interface ChatRequest {
  model: string;
  max_tokens: number;
  temperature?: number;
  response_format?: { type: 'json_object' };
  messages: OpenAI.ChatCompletionMessageParam[];
}

/** The provider: sends one chat completion and yields the content, which may be null. Throws a Failure with a clean text. */
export interface Chat {
  complete(request: ChatRequest): Promise<string | null>;
}

/** Opens the provider with the SDK's defaults: 600 s, 2 retries. The package is loaded in the background. */
export function openChat({ baseUrl, apiKey }: ProviderSettings): Chat {
  const loading = import('openai').then(({ default: Client }) => new Client({ baseURL: baseUrl, apiKey }));
  // Reported by the first call that needs it; without this a failed import would end the process.
  loading.catch(() => undefined);
  return {
    async complete(request) {
      const client = await loading;
      try {
        const completion = await client.chat.completions.create(request);
        // Half a surrogate pair could be stored only as another text than the one that is answered.
        return completion.choices[0]?.message.content?.replace(/\p{Surrogate}/gu, '\ufffd') ?? null;
      } catch (error) {
        throw new Failure(clean(error instanceof Error ? error.message : 'provider call failed'));
      }
    },
  };
}

/** The provider's own text without addresses and keys, in one line. */
function clean(text: string): string {
  return text
    .replace(/\bhttps?:\/\/\S+/gi, '(address)')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '(address)')
    .replace(/\b(?:sk|key|Bearer)[-_ ][\w*.-]{6,}/gi, '(secret)')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}
