import { patternOf, type ObjectSamples } from '../recording/object-kind.ts';
import type { Touched } from '../recording/activity.ts';
import type { StorageFault } from '../sandbox.ts';
import type { Mutant } from './mutant.ts';
import { plantInSandbox } from './sandbox-fault.ts';

/** How well a test suits that does one of these things: the shorter, the better. */
const suitability = (objects: readonly string[], { objects: done, duration }: Touched): number =>
  objects.some((object) => done.includes(object)) ? 1 / (duration + 100) : 0;

/** Every way in which the S3 endpoint can lie about every kind of object. */
export function storageMutants(faults: readonly StorageFault[], samples: ObjectSamples): Mutant[] {
  return faults.flatMap(({ operator, description, actions }) =>
    Object.entries(samples).map(([kind, sample]) => ({
      id: `storage:${kind}:${operator}`,
      family: 'storage',
      operator,
      target: kind,
      operations: [],
      // A backend may try a deletion that was lost again without end.
      silences: operator === 'delete-dropped',
      description: `${description} (objects ${sample})`,
      suits: (test) =>
        suitability(
          actions.map((action) => `${action} ${kind}`),
          test,
        ),
      plant: plantInSandbox({ storage: operator, key: patternOf(sample) }),
    })),
  );
}
