import type { LooseRequest } from '../http/operation.ts';
import type { StreamClient } from '../stream/client.ts';
import type { Stream } from '../stream/stream.ts';
import { updateOf, type UserAnswer } from './answers.ts';
import type { AgoraService } from './client.ts';
import { defaults, isInterruptType, nodeOf, type InterruptType, type PayloadOf } from './interrupts.ts';
import type { RunDraft } from './operations/runs.ts';
import type { ThreadState } from './operations/states.ts';
import type { Thread } from './operations/threads.ts';
import { runStream, spoiltRunStream } from './operations/streams.ts';
import { outcomeOf, plantedProblems, runProblems, syncProblems, type Outcome, type Pause } from './outcome.ts';
import type { StateValues } from './state/values.ts';
import { walkOf, type Place } from './walk.ts';

/** How a session is held: what each of its runs carries (contract 8, 9). */
export interface SessionContext {
  readonly user_participation_timing?: 'start_of_round' | 'end_of_round' | 'disabled';
  readonly agents?: readonly { readonly provider: string; readonly model: string; readonly count: number }[];
  readonly checkpoint_interval?: number;
  readonly preferences?: { readonly auto_approve_agenda_on_consensus: boolean };
  readonly faults?: Readonly<Record<string, unknown>>;
}

export interface SessionParts {
  readonly agora: AgoraService;
  readonly streams: StreamClient;
  readonly assistant: string;
  readonly threadId: string;
  readonly context: SessionContext;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the thread was created with; its first run goes on from there. */
  readonly planted?: Thread | undefined;
  /** The node behind the thread, where it does not begin at the graph's entry. */
  readonly place?: Place;
}

/** Answers by question, for the way to another one. */
export type Answers = Partial<Record<InterruptType, UserAnswer>>;

/** The two ways of the contract to answer: a resume command, or the answer's effect written as the node, and a run without input. */
export type Way = 'resume' | 'state';

/** More super-steps than any session of a test takes; the server's own limit is 25. */
const recursionLimit = 500;
const mostPauses = 60;

/** Something is wrong with a run; the message lists all of it. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}

/**
 * One discussion on one thread, driven by streams only. Every run is read to its end and judged: each event, their order, the
 * state after each update, each question; then whether stream, state and thread say the same.
 */
export class Session {
  /** Of all runs, oldest first. */
  readonly outcomes: Outcome[] = [];
  /** Nodes and edges that its runs took (see `paths`). */
  readonly taken = new Set<string>();
  private place: Place | undefined;
  /** As the thread was created, until a run is begun. */
  private planted: Thread | undefined;

  constructor(private readonly parts: SessionParts) {
    this.place = parts.place;
    this.planted = parts.planted;
  }

  get threadId(): string {
    return this.parts.threadId;
  }

  /** The outcome of the last run. */
  get last(): Outcome {
    const outcome = this.outcomes.at(-1);
    if (!outcome) throw new SessionError(`thread ${this.threadId} has not run yet`);
    return outcome;
  }

  /** The state after the last run. */
  get values(): StateValues {
    return this.last.values;
  }

  /** What is asked now. */
  get pause(): Pause | undefined {
    return this.outcomes.at(-1)?.pauses[0];
  }

  /** Nodes that ran so far, in their order. */
  get nodes(): string[] {
    return this.outcomes.flatMap(({ nodes }) => nodes);
  }

  /** Starts the session. */
  start(): Promise<Outcome> {
    return this.run({ input: this.parts.input });
  }

  /** Goes on with what is next, without an answer. */
  proceed(draft: Partial<RunDraft> = {}): Promise<Outcome> {
    return this.run({ input: null, ...draft });
  }

  /** The body of a run of this session. */
  draft(draft: Partial<RunDraft> = {}): RunDraft {
    return {
      assistant_id: this.parts.assistant,
      stream_mode: ['updates', 'values'],
      config: { recursion_limit: recursionLimit },
      context: { ...this.parts.context },
      ...draft,
    };
  }

  /** Opens the stream of a run; whoever opens it judges it. */
  open(draft: Partial<RunDraft>, more: Pick<LooseRequest, 'headers'> = {}): Stream<typeof runStream> {
    this.place = undefined;
    this.planted = undefined;
    return this.parts.streams.open(runStream, { path: { thread_id: this.threadId }, body: this.draft(draft), ...more });
  }

  /** One run to its end, judged in every respect. Throws a SessionError that says all that is wrong. */
  async run(draft: Partial<RunDraft>): Promise<Outcome> {
    const place = draft.input ? '__start__' : this.place;
    const { planted } = this;
    const events = await this.open(draft).toEnd();
    const walk = walkOf(events, place);
    this.place = walk.place;
    for (const path of walk.taken) this.taken.add(path);
    const outcome = outcomeOf(events);
    this.outcomes.push(outcome);
    const { agora } = this.parts;
    const path = { thread_id: this.threadId };
    const [state, thread] = [await agora.getState(200, { path }), await agora.getThread(200, { path })];
    const problems = [
      ...runProblems(events),
      ...walk.problems,
      ...(planted ? plantedProblems(planted, outcome) : []),
      ...syncProblems(outcome, state, thread),
    ];
    if (problems.length > 0) throw this.error(`run ${outcome.runId}`, problems);
    if (outcome.states.length > 0) return outcome;
    // A run that only fails shows no state of its own.
    const unchanged = { ...outcome, values: state.values };
    this.outcomes.splice(-1, 1, unchanged);
    return unchanged;
  }

  /** One run of a thread whose state was spoilt on purpose: nodes that ran, the question at its end, and its error. */
  async runSpoilt(draft: Partial<RunDraft>): Promise<Pick<Outcome, 'nodes' | 'pauses' | 'error'>> {
    const path = { thread_id: this.threadId };
    const stream = this.parts.streams.open(spoiltRunStream, { path, body: this.draft(draft) });
    const events = await stream.toEnd();
    return outcomeOf(events.filter((event) => event.kind !== 'values'));
  }

  /**
   * Goes on until this is asked; on the way each other question gets the answer given, or its default. Throws when the
   * session ends before.
   */
  async until<T extends InterruptType>(type: T, answers: Answers = {}): Promise<PayloadOf<T>> {
    if (this.outcomes.length === 0) await this.start();
    for (let count = 0; count < mostPauses; count += 1) {
      const { pause } = this;
      if (!pause) throw this.error(`it ended before ${type} was asked`, [`nodes: ${this.nodes.join(', ')}`]);
      // Its schema has judged it.
      if (pause.value.type === type) return pause.value as unknown as PayloadOf<T>;
      await this.answer(this.answerOf(pause, answers));
    }
    throw this.error(`${String(mostPauses)} questions were asked, ${type} was none of them`, []);
  }

  /** Goes on to the end of the session; each question gets the answer given, or its default. */
  async toEnd(answers: Answers = {}): Promise<StateValues> {
    if (this.outcomes.length === 0) await this.start();
    for (let count = 0; this.pause; count += 1) {
      if (count === mostPauses) throw this.error(`${String(mostPauses)} questions were asked, and no end is near`, []);
      await this.answer(this.answerOf(this.pause, answers));
    }
    return this.values;
  }

  /** Answers what is asked now. By state, the answer must be one of the options. */
  async answer(answer: unknown, way: Way = 'resume'): Promise<Outcome> {
    if (way === 'resume') return this.run({ command: { resume: answer } });
    const { pause } = this;
    const type = pause?.value.type ?? '';
    if (!isInterruptType(type)) throw this.error(`nothing is asked that could be answered by state`, []);
    const values = updateOf(type, answer as UserAnswer, this.values, new Date().toISOString());
    const body = { values, as_node: nodeOf[type] };
    await this.parts.agora.updateState(200, { path: { thread_id: this.threadId }, body });
    this.place = nodeOf[type];
    return this.proceed();
  }

  /** The state as the server shows it now. */
  state(): Promise<ThreadState> {
    return this.parts.agora.getState(200, { path: { thread_id: this.threadId } });
  }

  private answerOf({ value: { type } }: Pause, answers: Answers): UserAnswer {
    if (!isInterruptType(type)) throw this.error(`${type} is asked, which has no answer here`, []);
    return answers[type] ?? { action: defaults[type] };
  }

  private error(what: string, problems: readonly string[]): SessionError {
    const lines = problems.map((text) => `\n  - ${text}`).join('');
    return new SessionError(`Session of thread ${this.threadId}: ${what}${lines}`);
  }
}
