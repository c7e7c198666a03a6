import type { Exchange } from '../mutants/mutant.ts';

/** A call that was answered truly. To forward it again asks nobody: it gives the same answer. */
export interface RecordedCall {
  readonly operation: string;
  readonly status: number;
  readonly exchange: Exchange;
}

/** What a test touched, as the lane saw it. */
export interface Touched {
  /** `operation status`, such as `createBook 201`. */
  readonly operations: readonly string[];
  /** `table action`, such as `books insert`. */
  readonly tables: readonly string[];
  /** `action kind`, such as `put books/{}/pages/{}.png`. */
  readonly objects: readonly string[];
  /** Milliseconds that the test took. */
  readonly duration: number;
}

/** What a test of this run touched, call by call. */
export interface Recording extends Touched {
  readonly calls: readonly RecordedCall[];
}

/** What happened in a lane while a mutant was planted. */
export interface Activity {
  /** How often the mutant's change was made. */
  readonly applied: number;
}
