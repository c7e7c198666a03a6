import { createHash } from 'node:crypto';
import type { Choice } from './arguments.ts';
import type { Mutant } from './mutants/mutant.ts';

const lot = (seed: number, id: string): string =>
  createHash('sha256')
    .update(`${String(seed)} ${id}`)
    .digest('hex');

/** Mutants and operations that were asked for and are not among these, one phrase each. */
export function unknownAmong(mutants: readonly Mutant[], { only, operations }: Choice): string[] {
  const names = new Set(mutants.flatMap((mutant) => mutant.operations));
  const ids = new Set(mutants.map(({ id }) => id));
  return [
    ...only.filter((id) => !ids.has(id)).map((id) => `mutant ${id}`),
    ...operations.filter((name) => !names.has(name)).map((name) => `operation ${name}`),
  ];
}

/** Throws one line that names what was asked for and is unknown to each of the systems. */
export function refuseUnknown(unknown: readonly (readonly string[])[]): void {
  const [first = [], ...others] = unknown;
  const nowhere = first.filter((name) => others.every((names) => names.includes(name)));
  if (nowhere.length > 0) {
    throw new Error(`not known: ${nowhere.join(', ')}; reports/detection/detection.json of a full run lists all`);
  }
}

/** The mutants that were asked for. */
export function select(mutants: readonly Mutant[], { only, operations, sample, seed }: Choice): Mutant[] {
  const meant = mutants.filter(
    (mutant) =>
      (only.length === 0 || only.includes(mutant.id)) &&
      (operations.length === 0 || operations.some((name) => mutant.operations.includes(name))),
  );
  return sample === undefined ? meant : draw(meant, sample, seed);
}

/** So many, drawn by the seed and evenly from the families. */
function draw(mutants: readonly Mutant[], sample: number, seed: number): Mutant[] {
  const shuffled = [...mutants].sort((a, b) => (lot(seed, a.id) < lot(seed, b.id) ? -1 : 1));
  const families = new Map<string, number>();
  const places = shuffled.map((mutant) => {
    const place = families.get(mutant.family) ?? 0;
    families.set(mutant.family, place + 1);
    return { mutant, place };
  });
  // A stable sort by the place in its family takes one of each family in turn.
  return places
    .sort((a, b) => a.place - b.place)
    .slice(0, sample)
    .map(({ mutant }) => mutant);
}
