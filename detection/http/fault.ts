import type { Alter, Exchange, NoAnswer, ProxiedAnswer } from '../mutants/mutant.ts';

/** One way in which an operation can go wrong. */
export interface Fault {
  /** The status whose answers are changed, or `request`. */
  readonly place: string;
  readonly operator: string;
  /** Field or parameter, where it is about one. */
  readonly field?: string;
  /** A test meets it when the operation answered it with one of these. */
  readonly statuses: readonly number[];
  readonly description: string;
  readonly alter: Alter;
  /** True when it needs an earlier answer: how often a test has run before decides whether there is one. */
  readonly repeats?: boolean;
}

/** Changes the true answers that have a status; undefined leaves one as it is. */
export const answering =
  (
    status: number,
    change: (
      answer: ProxiedAnswer,
      exchange: Exchange,
    ) => ProxiedAnswer | NoAnswer | undefined | Promise<ProxiedAnswer | undefined>,
  ): Alter =>
  async (exchange, applied) => {
    const answer = await exchange.forward();
    const changed = answer.status === status ? await change(answer, exchange) : undefined;
    if (changed !== undefined) applied();
    return changed ?? answer;
  };

export const statusesOf = (responses: Readonly<Record<number, unknown>>): number[] =>
  Object.keys(responses).map(Number);

export const isSuccess = (status: number): boolean => Math.floor(status / 100) === 2;
