import { randomUUID } from 'node:crypto';
import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import { reasonOf } from '../errors.ts';
import { jsonOf } from '../rules/lists.ts';
import type { State } from '../state/channels.ts';
import { isFields, type Fields } from '../state/reducers.ts';
import { now } from '../state/shapes.ts';
import { ask, askOnce, type Voice } from '../voices/ask.ts';
import { agentPrompt, moderatorPrompt, roleVoice } from '../voices/cast.ts';
import { memoryOf } from '../voices/memory.ts';

/** A round that is being held. */
export interface Round {
  topic: string;
  number: number;
  /** What was said in it so far. */
  messages: BaseMessage[];
}

const relevant = 0.7;
const warningsBeforeMute = 2;
const muteMs = 5 * 60_000;

/** One agent's turn: its message, and the moderator's warning where it was off-topic; nothing while it is muted. */
export async function speak(
  state: State,
  round: Round,
  voice: Voice,
  turn: number,
  config: RunnableConfig,
): Promise<BaseMessage[]> {
  if (isMuted(state, round, voice.id)) return [];
  const { text, failed } = await wordsOf(state, round, voice, config);
  if (failed) return [said(round, voice.id, turn, text, { relevance_score: 1, error: true })];
  const score = await relevanceOf(state, round, voice, text, config);
  if (score >= relevant || score === unscored) return [said(round, voice.id, turn, text, { relevance_score: score })];
  return [said(round, voice.id, turn, `[OFF-TOPIC] ${text}`, { relevance_score: score }), warning(round, voice.id)];
}

/** The agent's words, or what stands in their place; the round goes on with the others. */
async function wordsOf(
  state: State,
  round: Round,
  voice: Voice,
  config: RunnableConfig,
): Promise<{ text: string; failed: boolean }> {
  const { memory, ...context } = memoryOf(state, round, voice.id);
  const task = {
    task: 'discussion',
    instruction: 'Speak to the topic in a few sentences.',
    topic: round.topic,
    round: round.number,
  };
  try {
    const answer = await ask(voice, agentPrompt(state, voice, { ...task, ...context }, memory), config);
    if (answer === undefined) return { text: `[Failed to get response from ${voice.id} after retries]`, failed: true };
    if (answer === null) return { text: `[No response from ${voice.id}]`, failed: true };
    if (answer.trim() === '') return { text: `[Empty response from ${voice.id}]`, failed: true };
    return { text: answer, failed: false };
  } catch (error) {
    if (config.signal?.aborted) throw error;
    return { text: `[Failed to respond: ${reasonOf(error)}]`, failed: true };
  }
}

/** What counts where the moderator cannot judge: relevant. */
const unscored = 0.5;

/** 0 to 1, as the moderator judges; it is asked once. */
async function relevanceOf(
  state: State,
  round: Round,
  voice: Voice,
  text: string,
  config: RunnableConfig,
): Promise<number> {
  if (state.active_topic == null) return 1;
  const task = {
    ...{
      task: 'relevance',
      instruction: 'How relevant is the message to the topic, from 0 to 1? {"relevance_score": number}',
    },
    ...{ topic: round.topic, speaker: voice.id, message: text },
  };
  const answer = await askOnce(roleVoice('moderator', config), moderatorPrompt(state, task), config).catch(
    (error: unknown) => {
      if (config.signal?.aborted) throw error;
      return null;
    },
  );
  const found = jsonOf(answer ?? '');
  const score = isFields(found) ? found['relevance_score'] : undefined;
  return typeof score === 'number' && score >= 0 && score <= 1 ? score : unscored;
}

const extrasOf = (message: BaseMessage): Fields => message.additional_kwargs;

/** Two warnings, the later one less than five minutes ago. */
function isMuted(state: State, round: Round, agent: string): boolean {
  const warnings = [...state.messages, ...round.messages].filter(
    (message) => extrasOf(message)['warning_for'] === agent,
  );
  if (warnings.length === 0 || warnings.length % warningsBeforeMute !== 0) return false;
  const last = warnings.map((message) => Date.parse(String(extrasOf(message)['timestamp']))).at(-1) ?? 0;
  return Date.now() - last < muteMs;
}

const common = ({ number, topic }: Round, id: string, speaker: string, role: string): Fields => ({
  ...{ message_id: id, speaker_id: speaker, speaker_role: role, timestamp: now(), phase: 2, round: number, topic },
});

function said(round: Round, speaker: string, turn: number, content: string, more: Fields): BaseMessage {
  const id = randomUUID();
  return new AIMessage({
    id,
    content,
    additional_kwargs: { ...common(round, id, speaker, 'participant'), turn_order: turn, ...more },
  });
}

function warning(round: Round, agent: string): BaseMessage {
  const id = randomUUID();
  return new HumanMessage({
    ...{ id, content: `${agent}, please keep to the topic "${round.topic}".` },
    additional_kwargs: {
      ...common(round, id, 'moderator', 'moderator'),
      warning_for: agent,
      warning_type: 'relevance',
    },
  });
}

/** What the user says as the round's moderator; `round` is the one that it belongs to. */
export function userMessage(round: number, topic: string, content: string): BaseMessage {
  const id = randomUUID();
  const extras = {
    ...common({ number: round, topic, messages: [] }, id, 'user', 'user'),
    participation_type: 'user_turn_participation',
  };
  return new HumanMessage({ id, content, additional_kwargs: extras });
}
