import { z } from 'zod';
import type { NodeName } from './topology.ts';

const text = z.string();
const round = { current_round: z.int().min(1), current_topic: text.min(1), message: text.min(1) };
const count = z.int().min(0);

const options = <const O extends readonly string[]>(
  ...all: O
): z.ZodTuple<{ [K in keyof O]: z.ZodLiteral<O[K] & string> }> =>
  z.tuple(all.map((option) => z.literal(option)) as never);

/** Strict schema of each payload, options in their order (contract 2). */
export const payloads = {
  agenda_approval: z.strictObject({
    type: z.literal('agenda_approval'),
    proposed_agenda: z.array(text.min(1)).min(1),
    message: text.min(1),
    options: options('approve', 'edit', 'reorder', 'reject'),
  }),
  user_turn_participation: z
    .strictObject({
      type: z.literal('user_turn_participation'),
      ...round,
      previous_summary: text.nullable(),
      options: options('continue', 'participate', 'finalize'),
      timing: z.enum(['round_start', 'round_end']),
      participation_type: z.enum(['proactive_guidance', 'reactive_feedback']),
      round_phase: z.enum(['pre_discussion', 'post_discussion']),
      timing_phase: z.enum(['before_agents', 'after_agents']),
    })
    .refine(
      ({ timing, participation_type: type, round_phase: phase, timing_phase: moment }) =>
        [type, phase, moment].join() ===
        (timing === 'round_start'
          ? 'proactive_guidance,pre_discussion,before_agents'
          : 'reactive_feedback,post_discussion,after_agents'),
      { path: ['timing'], message: 'does not fit participation_type, round_phase and timing_phase' },
    ),
  periodic_stop: z.strictObject({
    type: z.literal('periodic_stop'),
    ...round,
    options: options('continue', 'end_topic', 'modify', 'skip'),
  }),
  // Only its type, topic, round, votes and options are laid down; a message may stand beside them.
  topic_conclusion: z.looseObject({
    type: z.literal('topic_conclusion'),
    current_topic: text.min(1),
    current_round: z.int().min(1),
    vote_results: z.strictObject({ passed: z.boolean(), yes_votes: count, total_votes: count }),
    options: options('confirm', 'continue'),
  }),
  topic_continuation: z.strictObject({
    type: z.literal('topic_continuation'),
    completed_topic: text.min(1),
    remaining_topics: z.array(text),
    agent_recommendation: z.enum(['end_session', 'continue']),
    message: text.min(1),
    options: options('continue', 'end_session', 'generate_final_report', 'modify_agenda'),
  }),
};

export type InterruptType = keyof typeof payloads;
export type PayloadOf<T extends InterruptType> = z.output<(typeof payloads)[T]>;

/** The node that puts each question. */
export const nodeOf: Readonly<Record<InterruptType, NodeName>> = {
  agenda_approval: 'agenda_approval',
  user_turn_participation: 'discussion_round',
  periodic_stop: 'periodic_user_stop',
  topic_conclusion: 'user_topic_conclusion_confirmation',
  topic_continuation: 'user_approval',
};

/** What each answer without an action, or with an unknown one, is taken for (contract 2). */
export const defaults: Readonly<Record<InterruptType, string>> = {
  agenda_approval: 'approve',
  user_turn_participation: 'continue',
  periodic_stop: 'continue',
  topic_conclusion: 'confirm',
  topic_continuation: 'continue',
};

export const isInterruptType = (type: string): type is InterruptType => Object.hasOwn(payloads, type);

/** What is wrong with a payload, one line each: an unknown type, or one that breaks its schema. */
export function payloadProblems(payload: { readonly type: string }): string[] {
  const { type } = payload;
  // What the program asks beyond the questions of the contract has no HTTP form that is laid down (2.6).
  if (!isInterruptType(type)) return [];
  const issues = payloads[type].safeParse(payload).error?.issues ?? [];
  return issues.map(({ path, message }) => `interrupt ${type}: ${path.map(String).join('.')} ${message}`);
}
