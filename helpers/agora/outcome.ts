import { isInterruptType, nodeOf, payloadProblems } from './interrupts.ts';
import { orderProblems } from './order.ts';
import type { runStream } from './operations/streams.ts';
import type { ThreadState } from './operations/states.ts';
import type { Thread } from './operations/threads.ts';
import { same } from './same.ts';
import { stateProblems } from './state/validator.ts';
import type { StateValues } from './state/values.ts';
import { strayed } from './topology.ts';
import type { AnyEventOf } from '../stream/declaration.ts';

export type RunEvent = AnyEventOf<typeof runStream>;

/** What is put to the user. */
export interface Pause {
  readonly id: string;
  readonly value: { readonly type: string; readonly [name: string]: unknown };
}

/** What one node wrote, before reducers. */
export interface NodeUpdate {
  readonly node: string;
  readonly update: Readonly<Record<string, unknown>>;
  /** Milliseconds after the request. */
  readonly at: number;
}

/** What one run came to. */
export interface Outcome {
  readonly runId: string;
  readonly updates: readonly NodeUpdate[];
  /** Nodes that ran, in their order. */
  readonly nodes: readonly string[];
  /** Every state that the stream showed. */
  readonly states: readonly StateValues[];
  /** The last of them; `{}` when there was none. */
  readonly values: StateValues;
  readonly pauses: readonly Pause[];
  readonly error: { readonly error: string; readonly message: string } | undefined;
  /** Milliseconds from the request to the last event. */
  readonly duration: number;
}

/** The outcome of a run by the events of its stream, which is over. */
export function outcomeOf(events: readonly RunEvent[]): Outcome {
  const updates: NodeUpdate[] = [];
  const states: StateValues[] = [];
  const pauses: Pause[] = [];
  let runId = '';
  let error: Outcome['error'];
  for (const event of events) {
    if (event.kind === 'metadata') runId = event.data.run_id;
    else if (event.kind === 'error') error = event.data;
    else if (event.kind === 'values') {
      if (!('__interrupt__' in event.data)) states.push(event.data);
    } else {
      const { __interrupt__: asked, ...written } = event.data;
      if (asked) pauses.push(...(asked as Pause[]));
      for (const [node, update] of Object.entries(written)) updates.push({ node, update: update ?? {}, at: event.at });
    }
  }
  return {
    ...{ runId, updates, states, pauses, error },
    nodes: updates.map(({ node }) => node),
    values: states.at(-1) ?? {},
    duration: events.at(-1)?.at ?? 0,
  };
}

/** Whether a session has been initialised: its agents are there. */
const hasBegun = ({ agents = {} }: StateValues): boolean => Object.keys(agents).length > 0;

/** Everything that is wrong with a run by itself: order, walk, questions, and the state after each update. */
export function runProblems(events: readonly RunEvent[]): string[] {
  const { nodes, states, pauses } = outcomeOf(events);
  return [
    ...orderProblems(events),
    ...strayed(nodes),
    ...pauses.flatMap(({ value }) => payloadProblems(value)),
    ...states.flatMap((state, index) =>
      stateProblems(state, hasBegun(state)).map(
        (problem) => `state ${String(index + 1)} of ${String(states.length)}: ${problem}`,
      ),
    ),
  ];
}

const differing = (left: StateValues, right: StateValues): string =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => !same(left[name as keyof StateValues], right[name as keyof StateValues]))
    .join(', ');

/** Where the first state of a run is another one than its thread was created with. */
export function plantedProblems(planted: Thread, { states: [first] }: Outcome): string[] {
  if (!first || same(planted.values, first)) return [];
  return [`it begins with another state than its thread was created with: ${differing(planted.values ?? {}, first)}`];
}

/** Where the last values of a stream, the state and the thread of it do not say the same (contract 10, cases 39 and 41). */
export function syncProblems(outcome: Outcome, state: ThreadState, thread: Thread): string[] {
  const { values, pauses, error, states } = outcome;
  const [pause] = pauses;
  const inState = state.tasks.flatMap(({ interrupts }) => interrupts);
  const inThread = Object.values(thread.interrupts ?? {}).flat();
  const expected = error ? 'error' : pause ? 'interrupted' : 'idle';
  const problems: string[] = [];
  if (states.length > 0 && !same(values, state.values))
    problems.push(`the last values of the stream and the state differ in ${differing(values, state.values)}`);
  if (!same(state.values, thread.values ?? {}))
    problems.push(`state and thread differ in ${differing(state.values, thread.values ?? {})}`);
  if (thread.status !== expected) problems.push(`the thread is ${thread.status}, expected ${expected}`);
  if (!same(inState, pauses))
    problems.push(`the state asks ${JSON.stringify(inState)}, the stream ${JSON.stringify(pauses)}`);
  if (!same(inThread, pauses))
    problems.push(`the thread asks ${JSON.stringify(inThread)}, the stream ${JSON.stringify(pauses)}`);
  const type = pause?.value.type ?? '';
  if (isInterruptType(type) && state.next.join() !== nodeOf[type])
    problems.push(`${type} is asked while ${state.next.join() || 'nothing'} is next, expected ${nodeOf[type]}`);
  if (!pause && !error && state.next.length > 0) problems.push(`the run is over while ${state.next.join()} is next`);
  return problems;
}
