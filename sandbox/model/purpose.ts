import { ModelError } from './errors.ts';
import type { ChatRequest } from './request.ts';
import type { Purpose } from './rule.ts';

/** What is asked, told apart as contract section e says; `input` holds the user message of P6 to P8, parsed. */
export interface Understood {
  purpose: Purpose;
  input: Record<string, unknown>;
}

/** Purposes of prose prompts by max_tokens and temperature. */
const byFigures = new Map<string, { purpose: Purpose; json: boolean }>([
  ['200/0.3', { purpose: 'summary', json: false }],
  ['300/0.2', { purpose: 'boundary', json: true }],
  ['500/0.3', { purpose: 'facts', json: true }],
  ['400/0.4', { purpose: 'description', json: false }],
]);

/** Keys of the user message that no other purpose has. */
const byKeys: [Purpose, string[]][] = [
  ['question', ['topic', 'teaching_guideline', 'conversation_history']],
  ['grading', ['topic', 'reply', 'expected_concepts', 'conversation_history']],
  ['remediation', ['topic', 'labels', 'last_score']],
];

/** Throws a ModelError (400) for a request that is none of P1 to P8. */
export function understand(request: ChatRequest): Understood {
  if (request.image !== null) return { purpose: 'ocr', input: {} };
  const figures = `${String(request.maxTokens)}/${String(request.temperature)}`;
  const prose = byFigures.get(figures);
  if (prose !== undefined) {
    requireFormat(request, prose.json, prose.purpose);
    return { purpose: prose.purpose, input: {} };
  }
  const input = parseObject(request.user);
  const purpose = byKeys.find(([, keys]) => keys.every((key) => key in input))?.[0];
  if (figures !== '500/0.7' || purpose === undefined) {
    throw new ModelError(
      400,
      `The request is none of P1 to P8: no image, max_tokens/temperature ${figures}, keys of the user message: ${Object.keys(input).join(', ') || 'no JSON object'}`,
      { param: 'messages' },
    );
  }
  requireFormat(request, true, purpose);
  return { purpose, input };
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
