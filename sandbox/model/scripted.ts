import { keyOf, readBoundary } from './boundary.ts';
import { factsOf } from './facts.ts';
import { judge } from './grading.ts';
import { goalsFor, sectionFor } from './individual-plan.ts';
import { pageText, readPage } from './page.ts';
import type { ChatRequest } from './request.ts';
import { debates, scriptedDebate, type Debate } from './debate.ts';
import type { Purpose } from './rule.ts';
import { readLesson } from './tutor.ts';

export const longestSummary = 500;

/** A request with its parsed user message and the text recognised in its image (P1). */
export interface Question {
  request: ChatRequest;
  input: Record<string, unknown>;
  recognised: string;
}

/** Content of the answer to one purpose. */
export type Reply = (question: Question) => string;

/** Equal requests get equal answers, and the answers make sense. */
export const scripted = {
  ocr: ({ recognised }) => recognised,
  summary: ({ request }) => summarise(request.user),
  boundary: ({ request }) => {
    const { title, continues } = readBoundary(request.user);
    const goesOn = continues !== undefined;
    return JSON.stringify({
      decision: goesOn ? 'continue' : 'new',
      continue_score: goesOn ? 0.9 : 0.1,
      new_score: goesOn ? 0.1 : 0.9,
      continue_subtopic_key: continues ?? null,
      new_subtopic_key: goesOn ? null : keyOf(title),
      new_subtopic_title: goesOn ? null : title,
      reasoning: goesOn ? 'The page keeps the title of an open subtopic.' : 'The page has a title of its own.',
    });
  },
  facts: ({ request }) => JSON.stringify(factsOf(request.user)),
  description: ({ request }) => describe(request.user),
  question: ({ input }) => {
    const { topic, grade, step, pinned } = readLesson(input);
    return JSON.stringify({
      message: pinned ?? `Question ${String(step + 1)}: how would you explain ${topic} to a friend in grade ${grade}?`,
      hints: [`Think of what you know about ${topic}.`, 'Take one step at a time.'],
      expected_answer_form: pinned === undefined ? 'short_text' : 'number',
    });
  },
  grading: ({ input }) => {
    const { kind, score, labels, reason } = judge(input);
    const confidence = kind === 'right' ? 0.95 : kind === 'open' ? 0.8 : 0.9;
    return JSON.stringify({ score, rationale: reason, labels, confidence });
  },
  remediation: ({ input }) => {
    const { topic, labels, pinned } = readLesson(input);
    const care = labels.length === 0 ? '' : ` Watch out for: ${labels.join(', ')}.`;
    return JSON.stringify({
      message: `Let us look at ${topic} again, slowly.${care}`,
      followup: pinned ?? 'Now please try the last question once more.',
    });
  },
  'plan-section': ({ input }) => JSON.stringify(sectionFor(input, 'shows steady progress')),
  'plan-goals': ({ input }) => JSON.stringify({ goals: goalsFor(input, 2) }),
  ...debates((purpose) => (question) => scriptedDebate(purpose, debateOf(question))),
} satisfies Record<Purpose, Reply>;

/** The last message is the task, which `input` holds. */
export const debateOf = ({ request, input }: Question): Debate => ({ input, memory: request.turns.slice(0, -1) });

/** Heading on a line of its own, then the first sentences; at most 500 characters. */
export function summarise(prompt: string): string {
  const { heading, sentences, objectives, examples } = readPage(pageText(prompt));
  const lines = [heading ?? '(continued)'];
  const body: string[] = [];
  for (const sentence of [...sentences, ...objectives, ...examples]) {
    if ([...lines, ...body, sentence].join(' ').length > longestSummary) break;
    body.push(sentence);
  }
  return [...lines, ...(body.length === 0 ? [] : [body.join(' ')])].join('\n').slice(0, longestSummary);
}

/** Four lines with the titles of the prompt and what it says first. */
function describe(prompt: string): string {
  const { topic, subtopic, objective, example } = readTitles(prompt);
  return [
    `Teach ${subtopic} as a part of ${topic} and explain why each step holds.`,
    `Show a worked example first, such as: ${example}`,
    `Let the students practice until they reach the aim: ${objective}`,
    `Ask them to tell in their own words what they understand of ${subtopic}.`,
  ].join('\n');
}

/** What a P5 prompt names, each cut to what fits into one line. */
export function readTitles(prompt: string): { topic: string; subtopic: string; objective: string; example: string } {
  const after = (name: string, otherwise: string): string => {
    const found = new RegExp(`^[^\\S\\n]*(?:[-*]\\s*)?${name}s?(?: title)?:\\s*(?:[-*]\\s*|1\\.\\s*)?(.+)$`, 'im').exec(
      prompt,
    )?.[1];
    return (found ?? otherwise).trim().slice(0, 70);
  };
  const subtopic = after('subtopic', 'this subtopic');
  return {
    topic: after('topic', 'the topic'),
    subtopic,
    objective: after('(?:learning )?objective', `working with ${subtopic}`),
    example: after('example', `one on ${subtopic}`),
  };
}
