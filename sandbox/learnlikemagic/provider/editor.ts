import { Failure } from '../errors.ts';
import { list, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { float, text, word } from '../../fastapi/scalars.ts';
import type { BoundaryReply } from '../rules/boundary.ts';
import { assessment, type Facts, type Shard } from '../store/guideline-documents.ts';
import type { Chat, ChatRequest } from './chat.ts';
import {
  boundaryPrompt,
  descriptionPrompt,
  editorSystems,
  factsPrompt,
  type BoundaryContext,
  type FactsContext,
} from './editor-prompts.ts';
import { parseReply } from './tutor.ts';

const model = 'gpt-4o-mini';
const longestSummary = 500;

const fraction = float({ ge: 0, le: 1 });
const optionalText = withDefault(nullable(text()), null);
const boundaryReply = record({
  decision: word('continue', 'new'),
  ...{ continue_score: fraction, new_score: fraction },
  ...{ continue_subtopic_key: optionalText, new_subtopic_key: optionalText, new_subtopic_title: optionalText },
  reasoning: optionalText,
});
const optionalTexts = withDefault(nullable(list(text())), null);
const factsReply = record({
  ...{ objectives_add: optionalTexts, examples_add: optionalTexts, misconceptions_add: optionalTexts },
  assessments_add: withDefault(nullable(list(assessment)), null),
});

/** The provider calls of guideline generation (contract e, P2 to P5). Each throws a Failure when it fails. */
export interface Editor {
  summarise(pageText: string): Promise<string>;
  findBoundary(context: BoundaryContext): Promise<BoundaryReply>;
  extractFacts(context: FactsContext): Promise<Facts>;
  describe(shard: Shard): Promise<string>;
}

/** The editor of a deployment; its model is fixed. */
export function createEditor(chat: Chat): Editor {
  const complete = (
    kind: keyof typeof editorSystems,
    user: string,
    rest: Omit<ChatRequest, 'model' | 'messages'>,
  ): Promise<string | null> =>
    chat.complete({
      ...{ model, ...rest },
      messages: [
        { role: 'system', content: editorSystems[kind] },
        { role: 'user', content: user },
      ],
    });
  const json = { response_format: { type: 'json_object' } } as const;
  return {
    async summarise(pageText) {
      const page = firstCharacters(pageText, 3000);
      const summary = await complete('summary', page, { max_tokens: 200, temperature: 0.3 });
      return firstCharacters(requireText(summary, 'summary'), longestSummary);
    },
    async findBoundary(context) {
      const content = await complete('boundary', boundaryPrompt(context), {
        ...{ max_tokens: 300, temperature: 0.2, ...json },
      });
      const reply = parseReply(content, boundaryReply);
      return { ...reply, reasoning: reply.reasoning ?? '' };
    },
    async extractFacts(context) {
      const page = { ...context, pageText: firstCharacters(context.pageText, 4000) };
      const content = await complete('facts', factsPrompt(page), { max_tokens: 500, temperature: 0.3, ...json });
      const { objectives_add, examples_add, misconceptions_add, assessments_add } = parseReply(content, factsReply);
      return {
        ...{ objectives_add: objectives_add ?? [], examples_add: examples_add ?? [] },
        ...{ misconceptions_add: misconceptions_add ?? [], assessments_add: assessments_add ?? [] },
      };
    },
    async describe(shard) {
      const content = await complete('description', descriptionPrompt(shard), { max_tokens: 400, temperature: 0.4 });
      return requireText(content, 'teaching description');
    },
  };
}

function requireText(content: string | null, what: string): string {
  const trimmed = content?.trim() ?? '';
  if (trimmed === '') throw new Failure(`LLM returned no ${what}`);
  return trimmed;
}

/** The first characters of a text, counted in code points as Python counts them. */
function firstCharacters(content: string, count: number): string {
  return content.length <= count ? content : Array.from(content).slice(0, count).join('');
}
