import { interrupt } from '@langchain/langgraph';
import { isFields, type Fields } from './state/reducers.ts';
import type { Approval } from './state/shapes.ts';
import { now } from './state/shapes.ts';
import type { Update } from './state/channels.ts';

/** What is put to the user: the payload of a pause. */
export interface Question extends Fields {
  type: string;
  message: string;
  options: readonly [string, ...string[]];
}

/** The user's answer: `action` is always one of the options. */
export interface Answer {
  action: string;
  /** The whole of it, for what an action takes along. */
  fields: Fields;
}

/** How nodes ask the user. */
export const questions = {
  /** Pauses until there is an answer; without an action that is known the first option holds, and `otherwise` for null. */
  put(question: Question, otherwise = question.options[0]): Answer {
    const answer: unknown = interrupt(question);
    if (answer === null || answer === undefined) return { action: otherwise, fields: {} };
    const fields = isFields(answer) ? answer : {};
    const action = question.options.find((option) => option === fields['action']) ?? question.options[0];
    return { action, fields };
  },
};

export type Questions = typeof questions;

/** The record of an answer in `hitl_state`. */
export function noted(type: string, result: string, more: Partial<Approval> = {}, also: Fields = {}): Update {
  const entry: Approval = { type, result, timestamp: now(), ...more };
  return { hitl_state: { awaiting_approval: false, approval_type: type, ...also, approval_history: [entry] } };
}
