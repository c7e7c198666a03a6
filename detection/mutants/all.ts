import { databaseMutants } from '../database/mutants.ts';
import { httpMutants } from '../http/mutants.ts';
import type { Lane } from '../lane.ts';
import { allHidden, allObjects, allOperations } from '../systems.ts';
import { hiddenMutants } from './hidden.ts';
import type { Mutant } from './mutant.ts';
import { ruleMutants } from './rule.ts';
import { storageMutants } from './storage.ts';

/** Every mutant of every system, by what its operations declare and what the lane holds. */
export async function allMutants(
  { database, faults }: Lane,
  options: { readonly all: boolean; readonly seed: number },
): Promise<Mutant[]> {
  const single = [
    ...httpMutants(allOperations, options),
    ...storageMutants(faults.storage, allObjects),
    ...ruleMutants(faults.rules, allOperations),
    ...(await databaseMutants(database)),
  ];
  return [...single, ...hiddenMutants(allHidden, single)];
}
