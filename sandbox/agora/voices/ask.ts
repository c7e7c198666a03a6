import { setTimeout as wait } from 'node:timers/promises';
import type { RunnableConfig } from '@langchain/core/runnables';
import { ProviderError, reasonOf, TransientError } from '../errors.ts';
import { failAgent, failProvider } from '../faults.ts';
import { readSession, type Session } from '../session.ts';
import { complete, type Prompt } from './model.ts';

/** Who is asked: an agent, or one of the three that do not discuss. */
export interface Voice {
  id: string;
  provider: string;
  model: string;
}

/** Milliseconds before the second and the third attempt. */
const waits = [1_000, 2_000];

const isPassing = (error: unknown): boolean =>
  error instanceof TransientError || (error instanceof Error && error.name === 'TimeoutError');

/**
 * An answer after at most three attempts; each goes to the voice's own provider, then to the session's others. Undefined when all have failed;
 * null when there is an answer without words. Throws what no other attempt would mend.
 */
export async function ask(voice: Voice, prompt: Prompt, config: RunnableConfig): Promise<string | null | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await askOnce(voice, prompt, config);
    } catch (error) {
      if (!isPassing(error) && !(error instanceof ProviderError)) throw error;
      const pause = waits[attempt];
      if (pause === undefined) return undefined;
      await wait(pause, undefined, { signal: config.signal });
    }
  }
}

/** The words of an answer. Throws a ProviderError when there is none. */
export async function insist(voice: Voice, prompt: Prompt, config: RunnableConfig): Promise<string> {
  const answer = await ask(voice, prompt, config);
  if (answer != null && answer.trim() !== '') return answer;
  throw new ProviderError(`${voice.id} gave no answer`);
}

/** One attempt, with every provider in turn. Throws a ProviderError when all fail. */
export async function askOnce(voice: Voice, prompt: Prompt, config: RunnableConfig): Promise<string | null> {
  failAgent(config, voice.id);
  const failures: string[] = [];
  for (const { provider, model } of chainOf(voice, readSession(config))) {
    try {
      failProvider(config, provider);
      return await complete(model, prompt, config.signal);
    } catch (error) {
      if (config.signal?.aborted || !isPassing(error)) throw error;
      failures.push(`${provider}: ${reasonOf(error)}`);
    }
  }
  throw new ProviderError(`no provider answered ${voice.id} (${failures.join('; ')})`);
}

/** The voice's own provider, then those of the other agents in their order. */
function chainOf({ provider, model }: Voice, { agents }: Session): { provider: string; model: string }[] {
  const chain = [{ provider, model }, ...agents];
  return chain.filter((one, place) => chain.findIndex((other) => other.provider === one.provider) === place);
}
