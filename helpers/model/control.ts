/** What a call to the model is for, in the words of the systems that ask it. */
export type Purpose =
  | 'ocr'
  | 'summary'
  | 'boundary'
  | 'facts'
  | 'description'
  | 'question'
  | 'grading'
  | 'remediation'
  | 'plan-section'
  | 'plan-goals'
  | 'agenda-proposal'
  | 'agenda-collation'
  | 'agenda-synthesis'
  | 'discussion'
  | 'relevance'
  | 'conclusion-poll'
  | 'final-considerations'
  | 'topic-structure'
  | 'session-poll';

/** An answer to give: a content, an HTTP error of the provider, or a connection reset. */
export type ModelAnswer = { readonly content: string | null } | { readonly status: number } | { readonly reset: true };

export interface ModelRule {
  readonly purpose: Purpose;
  /** Text that only this test puts into its prompts, or draws on its page images. */
  readonly match: string;
  readonly answer: ModelAnswer;
  /** How many calls it answers; without it, all until it is removed. */
  readonly times?: number;
  /** Milliseconds before the answer; it goes out at once when the rule is removed. */
  readonly delayMs?: number;
}

/** A call that reached the model. */
export interface ModelCall {
  readonly purpose: Purpose;
  /** 0 for the first try of the client library, 1 and 2 for its retries. */
  readonly attempt: number;
  readonly model: string;
  readonly max_tokens: number;
  readonly temperature: number | null;
  readonly response_format: string | null;
  readonly system: string;
  /** For OCR the text that is on the image. */
  readonly user: string;
}

const patience = 5_000;

/** Sets and removes rules of a controllable model, and reads what it was asked. Throws when the control URL refuses. */
export class ModelControl {
  private readonly rules: string[] = [];

  constructor(private readonly url: string) {}

  /** Adds a rule; it holds until `reset`. */
  async add(rule: ModelRule): Promise<void> {
    const { id } = (await this.request('POST', '/model/rules', rule)) as { id: string };
    this.rules.push(id);
  }

  /** The calls, oldest first, whose prompt or image holds this text. */
  async calls(match: string): Promise<readonly ModelCall[]> {
    const query = new URLSearchParams({ match }).toString();
    return ((await this.request('GET', `/model/calls?${query}`)) as { calls: ModelCall[] }).calls;
  }

  /** Removes every rule that was added here. */
  async reset(): Promise<void> {
    for (const id of this.rules.splice(0)) await this.request('DELETE', `/model/rules/${id}`);
  }

  private async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Model control ${method} ${path} answered ${String(response.status)}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
