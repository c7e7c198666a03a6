import { debateKinds } from './debate.ts';
import { ModelError } from './errors.ts';
import type { ChatRequest } from './request.ts';
import type { Purpose } from './rule.ts';

/** What is asked, told apart by figures and keys; `input` holds the user message, parsed, where it is a JSON object. */
export interface Understood {
  purpose: Purpose;
  input: Record<string, unknown>;
}

interface Kind {
  purpose: Purpose;
  /** max_tokens and temperature. */
  figures: string;
  json: boolean;
  /** Keys of the user message that no other purpose with these figures has; none: a message in prose. */
  keys?: string[];
  /** Member `task` of the user message. */
  task?: string;
}

const kinds: Kind[] = [
  ...debateKinds,
  { purpose: 'summary', figures: '200/0.3', json: false },
  { purpose: 'boundary', figures: '300/0.2', json: true },
  { purpose: 'facts', figures: '500/0.3', json: true },
  { purpose: 'description', figures: '400/0.4', json: false },
  {
    ...{ purpose: 'question', figures: '500/0.7', json: true },
    keys: ['topic', 'teaching_guideline', 'conversation_history'],
  },
  {
    ...{ purpose: 'grading', figures: '500/0.7', json: true },
    keys: ['topic', 'reply', 'expected_concepts', 'conversation_history'],
  },
  { purpose: 'remediation', figures: '500/0.7', json: true, keys: ['topic', 'labels', 'last_score'] },
  { purpose: 'plan-section', figures: '2048/0.7', json: true, keys: ['student', 'section_name', 'section'] },
  { purpose: 'plan-goals', figures: '2048/0.7', json: true, keys: ['student', 'goal_examples'] },
];

/** Throws a ModelError (400) for a request of no known kind. */
export function understand(request: ChatRequest): Understood {
  if (request.image !== null) return { purpose: 'ocr', input: {} };
  const figures = `${String(request.maxTokens)}/${String(request.temperature)}`;
  const input = parseObject(request.turns.findLast(({ role }) => role === 'user')?.text ?? '');
  const kind = kinds.find(
    ({ figures: asked, keys = [], task }) =>
      asked === figures && keys.every((key) => key in input) && (task === undefined || task === input['task']),
  );
  if (kind === undefined) {
    throw new ModelError(
      400,
      `The request is none of P1 to P8, nor another known one: no image, max_tokens/temperature ${figures}, keys of the user message: ${Object.keys(input).join(', ') || 'no JSON object'}`,
      { param: 'messages' },
    );
  }
  requireFormat(request, kind.json, kind.purpose);
  return { purpose: kind.purpose, input: kind.keys === undefined && kind.task === undefined ? {} : input };
}

/** Every text in which a rule's match is looked for; JSON strings also as what they stand for. */
export function searchable(request: ChatRequest, { input }: Understood): string[] {
  return [request.system, request.user, ...strings(input)];
}

function requireFormat(request: ChatRequest, json: boolean, purpose: Purpose): void {
  if ((request.responseFormat === 'json_object') === json) return;
  throw new ModelError(400, `${purpose} is asked ${json ? 'with' : 'without'} response_format json_object`, {
    param: 'response_format',
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
