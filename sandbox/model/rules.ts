import { randomUUID } from 'node:crypto';

import { validateRule, type Answer, type Purpose, type Rule } from './rule.ts';

export type { Answer, Purpose, Rule } from './rule.ts';

const journalLength = 5000;

/** One chat completion as it arrived. */
export interface Call {
  purpose: Purpose;
  /** x-stainless-retry-count: 0 for the first try of the client. */
  attempt: number;
  /** ISO time of arrival. */
  at: string;
  model: string;
  max_tokens: number;
  temperature: number | null;
  response_format: string | null;
  system: string;
  /** For OCR the recognised text stands for the image. */
  user: string;
  imageBytes: number | null;
}

interface ActiveRule {
  id: string;
  rule: Rule;
  match: string;
  left: number;
  removal: AbortController;
}

/** What the model was told to answer to whom, and the journal of what it was asked. */
export class RuleBook {
  private rules: ActiveRule[] = [];
  private journal: { call: Call; text: string }[] = [];

  /** Takes a rule of unknown origin; throws an Error with one clear line when it is malformed. */
  add(rule: unknown): { id: string } {
    const valid = validateRule(rule);
    const id = randomUUID();
    const left = valid.times ?? Number.POSITIVE_INFINITY;
    this.rules.push({ id, rule: valid, match: collapse(valid.match), left, removal: new AbortController() });
    return { id };
  }

  /** False when there is no such rule (any more). Its answers that are delayed go out at once. */
  remove(id: string): boolean {
    const removed = this.rules.find((active) => active.id === id);
    this.rules = this.rules.filter((active) => active !== removed);
    removed?.removal.abort();
    return removed !== undefined;
  }

  /** Calls whose texts hold `match`, oldest first; all calls for an empty one. */
  calls(match: string): Call[] {
    const wanted = collapse(match);
    return this.journal.filter(({ text }) => text.includes(wanted)).map(({ call }) => call);
  }

  /**
   * Writes a call down and uses up one time of the first rule that applies to it. `texts` is where `match` is looked
   * for; `removed` ends the delay.
   */
  take(call: Call, texts: string[]): { answer: Answer; delayMs: number; removed: AbortSignal } | undefined {
    const text = collapse(texts.join('\n'));
    this.journal.push({ call, text });
    if (this.journal.length > journalLength) this.journal.shift();
    const active = this.rules.find(
      ({ rule, match, left }) => left > 0 && rule.purpose === call.purpose && text.includes(match),
    );
    if (active === undefined) return undefined;
    active.left -= 1;
    const { answer, delayMs = 0 } = active.rule;
    return { answer, delayMs, removed: active.removal.signal };
  }
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
