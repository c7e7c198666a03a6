import { databaseMutants } from '../database/mutants.ts';
import { httpMutants, streamMutants } from '../http/mutants.ts';
import type { Lane } from '../lane.ts';
import type { DetectableSystem } from '../systems/index.ts';
import { hiddenMutants } from './hidden.ts';
import { sharedWaivers } from '../waivers.ts';
import type { Mutant } from './mutant.ts';
import { ruleMutants } from './rule.ts';
import { storageMutants } from './storage.ts';

/** Every mutant of a system, by what its operations declare and what its lane holds. */
export async function allMutants(
  { databases, faults }: Lane,
  { hidden, objects, operations, streams = {}, streamFaults = [], waivers }: DetectableSystem,
  options: { readonly all: boolean; readonly seed: number },
): Promise<Mutant[]> {
  const inTables = [...databases].map(async ([name, [database]]) =>
    database ? databaseMutants(database, 'public', name) : [],
  );
  const single = [
    ...httpMutants(operations, options),
    ...streamMutants(streams, streamFaults),
    ...storageMutants(faults.storage, objects),
    ...ruleMutants(faults.rules, operations),
    ...(await Promise.all(inTables)).flat(),
  ];
  const known = [...sharedWaivers, ...waivers];
  return [...single, ...hiddenMutants(hidden, single)].map((mutant) => {
    const waiver = known.find(({ mutants }) => mutants.test(mutant.id));
    return waiver ? { ...mutant, waived: waiver.reason } : mutant;
  });
}
