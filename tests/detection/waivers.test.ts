import { expect, test } from '@playwright/test';
import { httpMutants } from '../../detection/http/mutants.ts';
import { detectable } from '../../detection/systems/index.ts';
import { sharedWaivers } from '../../detection/waivers.ts';

for (const { name, operations, waivers } of detectable) {
  const ids = httpMutants(operations, { all: true, seed: 1 }).map(({ id }) => id);

  for (const { mutants, reason } of [...sharedWaivers, ...waivers].filter((one) =>
    one.mutants.source.startsWith('^http'),
  )) {
    test(`a waiver names mutants of ${name} that exist: ${reason}`, () => {
      expect(ids.filter((id) => mutants.test(id))).not.toEqual([]);
    });
  }
}
