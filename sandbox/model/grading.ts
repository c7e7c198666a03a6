import { createHash } from 'node:crypto';

/** One operation on two numbers up to its question mark, neither part of a longer sum nor of an equation. */
const closedQuestion =
  /(?<![\w.])(?<![-+*/=]\s*)(-?\d+(?:\.\d+)?)\s*([-+*/x])\s*(-?\d+(?:\.\d+)?)(?!\w|\.\d)(?!\s*(?:[-+*/]|x\s*\d|=\s*[^?\s]))[^?]*\?/i;

/** What a fair grader finds in a reply. */
export interface Verdict {
  /** `open`: the question has no single right answer, the score tells how much of the matter the reply holds. */
  kind: 'right' | 'wrong' | 'open' | 'empty';
  /** 0 to 1. */
  score: number;
  /** Misconceptions, most fitting first; none for a right reply. */
  labels: string[];
  reason: string;
}

const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const slips = ['counting-error', 'place-value-confusion', 'operation-mix-up', 'calculation-slip', 'sign-confusion'];

const operations = new Map<string, (a: number, b: number) => number>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
]);
const signs: [RegExp, string][] = [
  [/[−–]|\bminus\b/gi, '-'],
  [/[×·]|\btimes\b/gi, '*'],
  [/÷|\bdivided by\b/gi, '/'],
  [/\bplus\b/gi, '+'],
];

/** Grades the `reply` of a P7 message against the last closed question of its history, or against its concepts. */
export function judge(input: Record<string, unknown>): Verdict {
  const reply = textOf(input['reply']).trim();
  const topic = textOf(input['topic']);
  if (reply === '') return { kind: 'empty', score: 0, labels: ['no-answer'], reason: 'There is no answer to grade.' };
  const question = lastClosedQuestion(textOf(input['conversation_history']));
  if (question === undefined) return judgeOpen(reply, `${textOf(input['expected_concepts'])} ${topic}`);
  const given = numbers(reply);
  const others = given.filter((number) => number !== question.answer && !question.operands.includes(number));
  if (given.includes(question.answer) && others.length === 0) {
    return {
      kind: 'right',
      score: 1,
      labels: [],
      reason: `The reply gives ${String(question.answer)}, which is right.`,
    };
  }
  const start = createHash('sha256').update(`${topic}\n${reply}`).digest()[0] ?? 0;
  const labels = slips.map((_, index) => slips[(start + index) % slips.length] ?? '').slice(0, 1 + (start % 2));
  return { kind: 'wrong', score: 0.1, labels, reason: `The right answer is ${String(question.answer)}.` };
}

function judgeOpen(reply: string, matter: string): Verdict {
  const stems = (text: string): string[] =>
    (text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, 5));
  const wanted = new Set(stems(matter));
  const said = new Set(stems(reply).filter((stem) => wanted.has(stem)));
  const score = Math.max(0.1, Math.min(1, Math.round((said.size / Math.max(1, Math.min(wanted.size, 3))) * 100) / 100));
  const labels = score >= 0.8 ? [] : ['incomplete-explanation'];
  return { kind: 'open', score, labels, reason: `The reply names ${String(said.size)} of the ideas of the topic.` };
}

/** A single operation on two numbers, asked by the teacher; a later one counts more. */
function lastClosedQuestion(history: string): { operands: number[]; answer: number } | undefined {
  const turns = history.split(/^(?=(?:Teacher|Student):)/m).filter((turn) => turn.startsWith('Teacher:'));
  for (const turn of turns.reverse()) {
    const plain = signs.reduce((text, [sign, symbol]) => text.replace(sign, symbol), turn);
    const found = closedQuestion.exec(plain);
    const [, left, sign = '', right] = found ?? [];
    const operation = operations.get(sign.toLowerCase() === 'x' ? '*' : sign);
    if (operation === undefined) continue;
    const operands = [Number(left), Number(right)];
    return { operands, answer: Number(operation(Number(left), Number(right)).toFixed(6)) };
  }
  return undefined;
}

/** Numbers of a text that stand as words of their own, in digits or, up to twelve, spelt out. */
function numbers(text: string): number[] {
  const digits = text.match(/(?<![\w.])[-−]?\d+(?:\.\d+)?(?!\w)/g) ?? [];
  const spelt = (text.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => words.indexOf(word));
  return [...digits.map((digit) => Number(digit.replace('−', '-'))), ...spelt.filter((number) => number !== -1)];
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join('\n') : typeof value === 'string' ? value : '';
}
