import type { RunnableConfig } from '@langchain/core/runnables';
import { distinctTitles, readStructure } from '../rules/sections.ts';
import type { State } from '../state/channels.ts';
import type { Section } from '../state/shapes.ts';
import { insist } from '../voices/ask.ts';
import { roleVoice, writerPrompt } from '../voices/cast.ts';

/** A report on a topic, or on the session: how many sections it may have, and what it draws on. */
interface Assignment {
  kind: 'topic' | 'final';
  least: number;
  most: number;
  source: Record<string, unknown>;
}

/** The report writer lays it out, then writes section by section. Throws a ProviderError when it does not answer. */
export async function writeReport(
  state: State,
  { kind, least, most, source }: Assignment,
  config: RunnableConfig,
): Promise<{ structure: Section[]; sections: { title: string; text: string }[] }> {
  const writer = roleVoice('report_writer', config);
  const layout = {
    ...{ task: `${kind}-structure`, ...source },
    instruction: `Lay out ${String(least)} to ${String(most)} sections: {"sections": [{"title", "description"}]}`,
  };
  const answer = await insist(writer, writerPrompt(state, layout, true), config);
  const structure = distinctTitles(readStructure(answer, least, most));
  const sections: { title: string; text: string }[] = [];
  for (const section of structure) {
    const task = { task: `${kind}-section`, instruction: 'Write this section of the report.', section, ...source };
    sections.push({ title: section.title, text: await insist(writer, writerPrompt(state, task, false), config) });
  }
  return { structure, sections };
}
