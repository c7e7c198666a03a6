import type { Activity, Recording, Touched } from '../recording/activity.ts';

/** Where a fault is planted; `event`: in records on their way; `stream`: in the events of a stream; `hidden`: behind another one that is seen first. */
export type Family = 'http' | 'storage' | 'database' | 'rule' | 'event' | 'stream' | 'hidden';

/** True of what is planted between the tests and the backend, which keeps no trace of it. */
export const isOnTheWay = ({ family }: Pick<Mutant, 'family'>): boolean => family === 'http' || family === 'stream';

/** One planted fault. */
export interface Mutant {
  /** Stable over runs: `family:target:operator[:place]`, such as `http:createBook:201:drop:title`. */
  readonly id: string;
  readonly family: Family;
  /** What kind of change it is, such as `drop-field`; the report counts by it. */
  readonly operator: string;
  /** Operation, table, kind of object or rule that it changes. */
  readonly target: string;
  /** Names of the operations that it is about; none where it is about what is stored. */
  readonly operations: readonly string[];
  /** True when it keeps an answer from coming: then a call that was given up has noticed it. */
  readonly silences?: boolean;
  /** True when it may change something without being counted: a red test is no doubt then, though no kill either. */
  readonly uncounted?: boolean;
  /** What the first line of a failure must speak of to have noticed it; where it is left out, any failure has. */
  readonly shows?: RegExp;
  /** Why it need not be killed; left out where it must be. */
  readonly waived?: string;
  /** What is changed, in one sentence that a reader can check by hand. */
  readonly description: string;
  /**
   * How well a test suits to meet it, from what the test did without it: 0 when it cannot meet it, higher when it is
   * more likely to notice.
   */
  suits(touched: Touched): number;
  /** Whether it would have changed a call of the test; left out where only planting it tells. */
  wouldChange?(recording: Recording): Promise<boolean>;
  /** Plants it in one lane; the function returned takes it out again and says what happened meanwhile. */
  plant(lane: LaneParts): Promise<() => Promise<Activity>>;
}

/** The parts of a lane that mutants are planted in. A lane is one sandbox, and the one worker that runs against it. */
export interface LaneParts {
  readonly http: HttpPart;
  /** By name, which is empty where a system has but one; several parts of a name have the same tables. */
  readonly databases: ReadonlyMap<string, readonly DatabasePart[]>;
  readonly sandbox: SandboxPart;
}

/** Proxy in front of the API. */
export interface HttpPart {
  /** Lets each exchange of one operation go through `alter`; the function returned ends that. */
  intercept(operation: string, alter: Alter): () => void;
}

export interface ProxiedRequest {
  readonly method: string;
  /** Path and query as they go on. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** Server-sent events, piece by piece as they come, in place of a body. */
  readonly stream?: AsyncIterable<string>;
}

export interface Exchange {
  readonly request: ProxiedRequest;
  /** Hands the request, or another in its place, on to the API. */
  forward(request?: ProxiedRequest): Promise<ProxiedAnswer>;
  /**
   * Earlier true answers of the operation with this status in any lane, with the URL that was asked: the newest first,
   * the first of all the last; those of this very request are not among them.
   */
  earlier(status: number): readonly { readonly url: string; readonly answer: ProxiedAnswer }[];
}

/** What the client gets instead of an answer: the connection is reset, or nothing comes until it gives up. */
export type NoAnswer = 'reset' | 'silence';

/**
 * Deals with one exchange. `applied` is to be called when the change was really made; an exchange that the change does
 * not fit is forwarded as it is.
 */
export type Alter = (exchange: Exchange, applied: () => void) => Promise<ProxiedAnswer | NoAnswer>;

/** Connection of the role that owns the tables. */
export interface DatabasePart {
  /** Runs SQL as the owner; resolves to the rows. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** Control API of a sandbox that was started with mutants. */
export interface SandboxPart {
  /** Plants one of its own faults (`PUT /mutant`); null takes it out. */
  plant(fault: SandboxFault | null): Promise<void>;
  /** How often the planted fault was met, and the objects that were touched, since the last call (`POST /mutant/activity`). */
  activity(): Promise<{ applied: number; objects: { action: string; key: string }[] }>;
}

export type SandboxFault =
  | { readonly rule: string }
  /** `key` is the source of a regular expression for object keys. */
  | { readonly storage: string; readonly key: string };
