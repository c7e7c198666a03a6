import type { SystemSettings } from '../../env/systems/index.ts';
import type { LooseRequest } from '../http/operation.ts';
import type { Redact } from '../http/redaction.ts';

/** How to find a thing again whose creation was never answered: values that only this thing has. */
export type NaturalKey = Readonly<Record<string, string>>;

/** What the ledger must know of one kind of thing that a system creates. */
export interface Kind {
  /** The natural key in the request that creates it; undefined when the request does not carry one. */
  keyOf(request: LooseRequest): NaturalKey | undefined;
  /** The id in the body of the answer; undefined when the answer holds none. */
  idOf(body: unknown): string | undefined;
}

/** A thing that is removed as a whole, with all that hangs on it. */
export interface Root {
  readonly kind: string;
  readonly id: string;
}

/** A way to the stores of one system, opened with the first use. */
export interface Remover {
  /** Ids of the things of a kind that have this natural key and belong to the run. */
  resolve(kind: string, key: NaturalKey): Promise<string[]>;
  /** Removes one root and all that hangs on it, children first, all or nothing. What is gone already is no error. */
  remove(kind: string, id: string): Promise<void>;
  /** What carries a name of the run, or hangs on one of these ids, and is still there, one line each. */
  leftovers(ids?: readonly string[]): Promise<string[]>;
  /** Every root that carries a name of the run, whether a ledger knows it or not. */
  roots(): Promise<Root[]>;
  /** What services keep of the run for a time of their own, where they do: removed at the end of the run, and by the sweep. */
  traces?(): Promise<Root[]>;
  close(): Promise<void>;
}

/** What a system brings to clean-up; `helpers/<system>/removal.ts` exports it as `removal`. */
export interface SystemRemoval {
  readonly kinds: Readonly<Record<string, Kind>>;
  /** A remover limited to names with this prefix; a wider delete is refused. */
  open(settings: SystemSettings, scope: { prefix: string; redact: Redact }): Remover;
  /** Prefixes (`test_<run>_`) of every run that left something, for the sweep. */
  findRuns(settings: SystemSettings, redact: Redact): Promise<string[]>;
}

/** What the ledger must know of the things of a system; it removes nothing. */
export type SystemKinds = Pick<SystemRemoval, 'kinds'>;

/** Loads the kinds of things that a system creates. */
export async function loadKinds(system: string): Promise<SystemKinds> {
  const { kinds } = await loadRemoval(system);
  return { kinds };
}

/** Loads what a system brings to clean-up. */
export async function loadRemoval(system: string): Promise<SystemRemoval> {
  const { removal } = (await import(`../${system}/removal.ts`)) as { removal: SystemRemoval };
  return removal;
}
