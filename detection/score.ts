import type { Trial, Verdict } from './trials.ts';

/** Shares that a run must reach on each system. */
export const required = { overall: 0.97, family: 0.9 };

export type Standing = Verdict | 'waived' | 'open';

/** A waiver counts only for a mutant that was not killed. */
export function standingOf({ mutant, verdict }: Trial): Standing {
  if (verdict === 'killed') return verdict;
  if (mutant.waived !== undefined) return 'waived';
  return verdict ?? 'open';
}

export interface Count {
  readonly killed: number;
  readonly survived: number;
  readonly timedOut: number;
  readonly unreachable: number;
  readonly waived: number;
  readonly open: number;
  /** Killed among killed, survived and timed out; undefined when there is none of these. */
  readonly score: number | undefined;
}

export function countOf(trials: readonly Trial[]): Count {
  const number = (standing: Standing): number => trials.filter((trial) => standingOf(trial) === standing).length;
  const [killed, survived, timedOut] = [number('killed'), number('survived'), number('timed out')];
  const judged = killed + survived + timedOut;
  return {
    killed,
    survived,
    timedOut,
    unreachable: number('unreachable'),
    waived: number('waived'),
    open: number('open'),
    score: judged === 0 ? undefined : killed / judged,
  };
}

/** Counts by the names that `by` gives each trial, in order of first appearance. */
export function countsBy(trials: readonly Trial[], by: (trial: Trial) => readonly string[]): Map<string, Count> {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    for (const name of by(trial)) groups.set(name, [...(groups.get(name) ?? []), trial]);
  }
  return new Map([...groups].map(([name, group]) => [name, countOf(group)]));
}

/** Counts by operation; a rule that shows in several counts in each. */
export const countsByOperation = (trials: readonly Trial[]): Map<string, Count> =>
  countsBy(trials, ({ mutant }) => mutant.operations);

/** Counts by table and kind of object, for what is planted below the operations. */
export const countsByStored = (trials: readonly Trial[]): Map<string, Count> =>
  countsBy(trials, ({ mutant }) => (mutant.operations.length > 0 ? [] : [`${mutant.family}: ${mutant.target}`]));

/** Where the run over a system is below what is required, one sentence each. */
export function shortfalls({
  system,
  trials,
}: {
  readonly system: string;
  readonly trials: readonly Trial[];
}): string[] {
  const below = (name: string, { score }: Count, wanted: number): string[] =>
    score !== undefined && score < wanted
      ? [`${system}, ${name}: ${percent(score)} killed, ${percent(wanted)} required`]
      : [];
  return [
    ...below('overall', countOf(trials), required.overall),
    ...[...countsBy(trials, ({ mutant }) => [mutant.family])].flatMap(([family, count]) =>
      below(`family ${family}`, count, required.family),
    ),
  ];
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
