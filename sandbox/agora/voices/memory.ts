import type { BaseMessage } from '@langchain/core/messages';
import type { Round } from '../nodes/round.ts';
import type { State } from '../state/channels.ts';
import type { Fields } from '../state/reducers.ts';
import type { Prompt } from './model.ts';

/** Messages that go to the model at most. */
const most = 10;
const mostSummaries = 3;

const extrasOf = (message: BaseMessage): Fields => message.additional_kwargs;

/** What an agent remembers: this round's speakers and the user word for word, the last summaries, and how earlier topics ended. */
export function memoryOf(
  state: State,
  { topic, messages }: Round,
  agent: string,
): { memory: Prompt['memory']; round_summaries: string[]; earlier_conclusions: Record<string, string> } {
  const user = state.messages.filter((message) => {
    const { speaker_id: speaker, topic: about } = extrasOf(message);
    return speaker === 'user' && about === topic;
  });
  const others = [...user, ...messages.filter((message) => !user.some(({ id }) => id === message.id))];
  const conclusions = Object.entries(state.topic_summaries).filter(([key]) => key.endsWith('_conclusion'));
  return {
    memory: others.slice(-most).map((message) => remembered(message, agent)),
    round_summaries: state.round_summaries
      .filter((summary) => summary.topic === topic)
      .slice(-mostSummaries)
      .map((summary) => summary.summary_text),
    earlier_conclusions: Object.fromEntries(conclusions.map(([key, text]) => [key.replace(/_conclusion$/, ''), text])),
  };
}

function remembered(message: BaseMessage, agent: string): Prompt['memory'][number] {
  const speaker = String(extrasOf(message)['speaker_id']);
  const text = typeof message.content === 'string' ? message.content : JSON.stringify(message.content);
  return speaker === agent ? { role: 'assistant', content: text } : { role: 'user', content: `${speaker}: ${text}` };
}
