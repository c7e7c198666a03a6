import type { InterruptType } from './interrupts.ts';
import type { StateValues } from './state/values.ts';

/** An answer to a question: an action of its options, and what goes with it. */
export interface UserAnswer {
  readonly action: string;
  readonly agenda?: readonly string[];
  readonly message?: string;
}

type Effect = Partial<StateValues>;

const results: Readonly<Record<string, string>> = {
  approve: 'approved',
  edit: 'edited',
  reorder: 'reordered',
  reject: 'rejected',
};

function agendaEffect({ action, agenda }: UserAnswer, { proposed_agenda: proposed = [] }: StateValues): Effect {
  if (action === 'reject') return { agenda_approved: false, agenda_rejected: true };
  const accepted = [...(agenda ?? proposed)];
  return { agenda_approved: true, topic_queue: accepted, final_agenda: accepted };
}

const turnEffects: Readonly<Record<string, Effect>> = {
  continue: { user_turn_decision: 'continue' },
  participate: { user_turn_decision: 'participate' },
  finalize: { user_turn_decision: 'finalize', user_forced_conclusion: true },
};

const stopEffects: Readonly<Record<string, Effect>> = {
  continue: {},
  end_topic: { user_forced_conclusion: true },
  modify: { user_requested_modification: true },
  skip: { user_skip_to_final: true },
};

const continuationEffects: Readonly<Record<string, Effect>> = {
  continue: {
    ...{ user_approves_continuation: true, user_requests_end: false },
    ...{ user_requests_final_report: false, user_requested_modification: false },
  },
  end_session: {
    ...{ user_approves_continuation: false, user_requests_end: true },
    ...{ user_requests_final_report: false, user_requested_modification: false },
  },
  generate_final_report: {
    ...{ user_approves_continuation: false, user_requests_end: true },
    ...{ user_requests_final_report: true, user_requested_modification: false },
  },
  modify_agenda: {
    ...{ user_approves_continuation: true, user_requests_end: false },
    ...{ user_requests_final_report: false, user_requested_modification: true },
  },
};

/** The fields that an answer decides, by the question (contract 2): what the state says once the node has run. */
export function effectOf(type: InterruptType, answer: UserAnswer, state: StateValues): Effect {
  const { action } = answer;
  switch (type) {
    case 'agenda_approval':
      return agendaEffect(answer, state);
    case 'user_turn_participation':
      return turnEffects[action] ?? {};
    case 'periodic_stop':
      return { user_periodic_decision: action as 'continue', ...stopEffects[action] };
    case 'topic_conclusion':
      return { user_topic_conclusion_decision: action as 'confirm' };
    case 'topic_continuation':
      return continuationEffects[action] ?? {};
  }
}

/** The entry of `approval_history` that an answer leaves; a question that leaves none has none here. */
export function approvalOf(type: InterruptType, { action }: UserAnswer): { type: string; result: string } | undefined {
  if (type === 'agenda_approval') return { type, result: results[action] ?? '' };
  return type === 'periodic_stop' || type === 'topic_continuation' ? { type, result: action } : undefined;
}

/**
 * What the program writes into the state in the node's place when a client answers by state (contract 2.7). The time is the
 * client's own, ISO 8601.
 */
export function updateOf(type: InterruptType, answer: UserAnswer, state: StateValues, time: string): Effect {
  const approval = approvalOf(type, answer);
  const hitl = approval && {
    hitl_state: { awaiting_approval: false, approval_history: [{ ...approval, timestamp: time }] },
  };
  const stops = { periodic_stop_counter: (state.periodic_stop_counter ?? 0) + 1 };
  return { ...effectOf(type, answer, state), ...(type === 'periodic_stop' ? stops : {}), ...hitl };
}
