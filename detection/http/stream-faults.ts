import { setTimeout as pause } from 'node:timers/promises';
import type { StreamDeclaration } from '../../helpers/stream/declaration.ts';
import type { Alter } from '../mutants/mutant.ts';
import type { Fault } from './fault.ts';
import { framesOf, textsOf, type Frame } from './frames.ts';

/** Told to a change: that it was made, and whether somebody reads what comes of it. */
export interface Change {
  readonly applied: () => void;
  /** False for a stream that was recorded: nothing is to be waited for. */
  readonly live: boolean;
}

/** One way in which a stream can go wrong. Ids are written anew behind it, so that no gap betrays it. */
export interface StreamFault {
  readonly operator: string;
  /** Kind of event, where it is about one. */
  readonly kind?: string;
  readonly description: string;
  readonly change: (frames: AsyncIterable<Frame>, change: Change) => AsyncIterable<Frame>;
}

/** Longer than a client of a lane waits. */
const longMs = 8_000;

/** The events that are meant get others in their place, none, or more; the first of them alone unless all are meant. */
export const replacing = (
  isMeant: (frame: Frame) => boolean,
  change: (frame: Frame) => readonly Frame[] | undefined,
  which: 'first' | 'all' = 'first',
): StreamFault['change'] =>
  async function* (frames, { applied }) {
    let isDone = false;
    for await (const frame of frames) {
      const others = isMeant(frame) && (which === 'all' || !isDone) ? change(frame) : undefined;
      if (others) {
        isDone = true;
        applied();
      }
      yield* others ?? [frame];
    }
  };

/** As `replacing`, for the last event that is meant: each such event waits for what follows it. */
const replacingLast = (
  isMeant: (frame: Frame) => boolean,
  change: (frame: Frame) => readonly Frame[] | undefined,
): StreamFault['change'] =>
  async function* (frames, { applied }) {
    let held: Frame[] = [];
    for await (const frame of frames) {
      if (isMeant(frame)) {
        yield* held;
        held = [frame];
      } else if (held.length > 0) held.push(frame);
      else yield frame;
    }
    const [last, ...after] = held;
    const others = last && change(last);
    if (others) applied();
    yield* others ? [...others, ...after] : held;
  };

/** The first event that is meant comes behind the one that follows it. */
const swapping = (isMeant: (frame: Frame) => boolean): StreamFault['change'] =>
  async function* (frames, { applied }) {
    let held: Frame | undefined;
    let isDone = false;
    for await (const frame of frames) {
      if (held) {
        applied();
        yield frame;
        yield held;
        held = undefined;
      } else if (!isDone && isMeant(frame)) {
        held = frame;
        isDone = true;
      } else yield frame;
    }
    if (held) yield held;
  };

const reads = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The same with the first number, flag or text in it changed; undefined when there is none. */
function otherwise(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value} indeed`;
  if (!reads(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const other = otherwise(item);
    if (other === undefined) continue;
    return Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
  }
  return undefined;
}

const changed = (frame: Frame): readonly Frame[] | undefined => {
  const data = otherwise(frame.data);
  return data === undefined ? undefined : [{ ...frame, data }];
};

function ofKind(kind: string): StreamFault[] {
  const isMeant = (frame: Frame): boolean => frame.kind === kind;
  const about = `event of the kind ${kind}`;
  return [
    { operator: 'first-dropped', description: `the first ${about} is left out`, change: replacing(isMeant, () => []) },
    {
      operator: 'last-dropped',
      description: `the last ${about} is left out`,
      change: replacingLast(isMeant, () => []),
    },
    {
      operator: 'doubled',
      description: `the first ${about} comes twice`,
      change: replacing(isMeant, (frame) => [frame, frame]),
    },
    { operator: 'swapped', description: `the first ${about} comes behind its successor`, change: swapping(isMeant) },
    {
      operator: 'first-changed',
      description: `the first ${about} says something else`,
      change: replacing(isMeant, changed),
    },
    {
      operator: 'last-changed',
      description: `the last ${about} says something else`,
      change: replacingLast(isMeant, changed),
    },
    {
      operator: 'renamed',
      description: `the first ${about} is of another kind`,
      change: replacing(isMeant, (frame) => [{ ...frame, kind: `${kind}_renamed` }]),
    },
  ].map((fault) => ({ ...fault, kind }));
}

const ofAll: readonly StreamFault[] = [
  {
    operator: 'ended-early',
    description: 'the last event is left out',
    change: replacingLast(
      () => true,
      () => [],
    ),
  },
  {
    operator: 'broken',
    description: 'the connection breaks behind the second event',
    async *change(frames, { applied, live }) {
      let count = 0;
      for await (const frame of frames) {
        yield frame;
        count += 1;
        if (count < 2) continue;
        applied();
        // What was sent is to arrive.
        if (live) await pause(50);
        throw new Error('broken on purpose');
      }
    },
  },
  {
    operator: 'held-back',
    description: 'no event comes before the last one',
    async *change(frames, { applied }) {
      const all: Frame[] = [];
      for await (const frame of frames) all.push(frame);
      if (all.length > 1) applied();
      yield* all;
    },
  },
  {
    operator: 'hanging',
    description: 'nothing comes for a long time behind the second event',
    async *change(frames, { applied, live }) {
      let count = 0;
      for await (const frame of frames) {
        yield frame;
        count += 1;
        if (count !== 2) continue;
        applied();
        if (live) await pause(longMs);
      }
    },
  },
];

/** What can be wrong with the events of a declared stream, whatever it is about. */
export const streamFaults = ({ events }: StreamDeclaration): StreamFault[] => [
  ...ofAll,
  ...Object.keys(events).flatMap(ofKind),
];

const altering =
  (fault: StreamFault): Alter =>
  async (exchange, applied) => {
    const { stream, ...answer } = await exchange.forward();
    if (answer.status !== 200) return { ...answer, ...(stream && { stream }) };
    if (stream) return { ...answer, stream: textsOf(fault.change(framesOf(stream), { applied, live: true })) };
    const change = { applied, live: false };
    try {
      // What comes of it is of no use: only whether it is changed.
      const frames = fault.change(framesOf([answer.body.toString('utf8')]), change)[Symbol.asyncIterator]();
      while ((await frames.next()).done !== true);
    } catch {
      // Broken on purpose.
    }
    return answer;
  };

/** As a fault of the operation that opens the stream. */
export const faultOf = (fault: StreamFault): Fault => ({
  ...{ place: '200', operator: fault.operator, statuses: [200], description: fault.description },
  ...(fault.kind === undefined ? {} : { field: fault.kind }),
  alter: altering(fault),
});
