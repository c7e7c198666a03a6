import { Failure } from '../errors.ts';
import { list, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { float, text } from '../../fastapi/scalars.ts';
import { invalid, type Of, type Shape } from '../../fastapi/shape.ts';
import type { Chat } from './chat.ts';

const words = withDefault(nullable(list(text())), null);
const fraction = float({ ge: 0, le: 1 });

const question = record({ message: text({ min: 1 }), hints: words });
const remediation = record({ message: text({ min: 1 }), followup: withDefault(nullable(text()), null) });
const gradingReply = record({
  score: fraction,
  rationale: withDefault(nullable(text()), null),
  labels: words,
  confidence: fraction,
});

export interface Grading {
  score: number;
  rationale: string;
  labels: string[];
  confidence: number;
}

export interface QuestionRequest {
  topic: string;
  grade: number;
  prefs: { style: string | null; lang: string | null } | null;
  step_idx: number;
  teaching_guideline: string;
  conversation_history: string;
  last_grading: Grading | null;
}

export interface GradingRequest {
  topic: string;
  reply: string;
  expected_concepts: string[];
  conversation_history: string;
}

export interface RemediationRequest {
  labels: string[];
  last_score: number;
  topic: string;
}

/** The provider calls of a session (contract e, P6 to P8); each user message is JSON with exactly the keys of its request. */
export interface Tutor {
  /** P6; a canned question when the provider fails or its content is unusable. */
  ask(request: QuestionRequest): Promise<{ message: string; hints: string[] }>;
  /** P7; throws a Failure when there is no usable score or confidence. */
  grade(request: GradingRequest): Promise<Grading>;
  /** P8; canned help when the provider fails or its content is unusable. */
  help(request: RemediationRequest): Promise<Of<typeof remediation>>;
}

const systems = {
  ask: 'You are a patient tutor. Pose the next question to the student, following the teaching guideline. Answer with a JSON object: {"message": str, "hints": [str], "expected_answer_form": str}.',
  grade:
    'You grade a student\'s reply to the teacher\'s last question. Answer with a JSON object: {"score": 0..1, "rationale": str, "labels": [misconceptions], "confidence": 0..1}.',
  help: 'You are a patient tutor. The last reply showed misconceptions. Explain simply and ask again. Answer with a JSON object: {"message": str, "followup": str}.',
};

const canned = {
  message: 'Let us take it step by step: tell me in your own words what you know about this topic.',
  hints: ['Start with the part that you remember best.'],
  expected_answer_form: 'short_text',
};

/** The tutor of a deployment, with its configured model. */
export function createTutor(chat: Chat, model: string): Tutor {
  const reply = async <T>(system: string, user: unknown, shape: Shape<T>): Promise<T> => {
    const content = await chat.complete({
      ...{ model, max_tokens: 500, temperature: 0.7, response_format: { type: 'json_object' } },
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: JSON.stringify(user) },
      ],
    });
    return parseReply(content, shape);
  };
  return {
    async ask(request) {
      const { message, hints } = await reply(systems.ask, request, question).catch(() => canned);
      return { message, hints: hints ?? [] };
    },
    async grade(request) {
      const { score, rationale, labels, confidence } = await reply(systems.grade, request, gradingReply);
      return { score, rationale: rationale ?? '', labels: labels ?? [], confidence };
    },
    help: (request) =>
      reply(systems.help, request, remediation).catch(() => ({ message: canned.message, followup: null })),
  };
}

/** A JSON reply of a known shape; a Failure when it is none. */
export function parseReply<T>(content: string | null, shape: Shape<T>): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content ?? '');
  } catch {
    throw new Failure(`Invalid JSON response from LLM: ${(content ?? '').slice(0, 200)}`);
  }
  const issues: Parameters<typeof shape.check>[2] = [];
  const value = shape.check(parsed, [], issues);
  if (value !== invalid) return value;
  throw new Failure(
    `Unusable response from LLM: ${issues.map(({ loc, msg }) => `${loc.join('.')} ${msg}`).join('; ')}`,
  );
}
