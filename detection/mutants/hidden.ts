import type { Mutant } from './mutant.ts';

/** Two faults of one operation at once: a test that stops at the first one proves nothing of the second. */
export interface HiddenFault {
  /** Id of a mutant that every test of the operation notices. */
  readonly visible: string;
  /** Id of a mutant of another effect. */
  readonly hidden: string;
  /** What the first line of a failure must speak of to have noticed the hidden one: an assertion's name, a key, a table. */
  readonly shows: RegExp;
}

/** Pairs of one visible mutant and each of these hidden ones, by their ids. */
export const behind = (visible: string, hidden: Readonly<Record<string, RegExp>>): HiddenFault[] =>
  Object.entries(hidden).map(([id, shows]) => ({ visible, hidden: id, shows }));

/** Every pair as one mutant. Throws when it names one that there is not. */
export function hiddenMutants(pairs: readonly HiddenFault[], mutants: readonly Mutant[]): Mutant[] {
  const known = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const find = (id: string): Mutant => {
    const found = known.get(id);
    if (!found) throw new Error(`a hidden fault names a mutant that there is not: ${id}`);
    return found;
  };
  return pairs.map(({ visible, hidden, shows }) => pairOf(find(visible), find(hidden), shows));
}

function pairOf(visible: Mutant, hidden: Mutant, shows: RegExp): Mutant {
  const both = [visible, hidden];
  return {
    id: `hidden:${visible.id}+${hidden.id}`,
    family: 'hidden',
    operator: `${hidden.family} behind ${visible.operator}`,
    target: hidden.target,
    operations: visible.operations,
    shows,
    description: `${visible.description}; behind it: ${hidden.description}`,
    suits: (touched) => (visible.suits(touched) > 0 ? hidden.suits(touched) : 0),
    async wouldChange(recording) {
      for (const mutant of both) if ((await mutant.wouldChange?.(recording)) === false) return false;
      return true;
    },
    async plant(lane) {
      const takeOutHidden = await hidden.plant(lane);
      const takeOutVisible = await visible.plant(lane);
      return async () => {
        const seen = await takeOutVisible();
        const behind = await takeOutHidden();
        return { applied: Math.min(seen.applied, behind.applied) };
      };
    },
  };
}
