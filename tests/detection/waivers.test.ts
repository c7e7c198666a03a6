import { expect, test } from '@playwright/test';
import { httpMutants } from '../../detection/http/mutants.ts';
import { detectable } from '../../detection/systems/index.ts';
import { sharedWaivers } from '../../detection/waivers.ts';

const systems = detectable.map(({ name, operations, waivers }) => ({
  name,
  waivers,
  ids: httpMutants(operations, { all: true, seed: 1 }).map(({ id }) => id),
}));
// What is shared need not be met by every system.
const shared = { name: 'some system', waivers: sharedWaivers, ids: systems.flatMap(({ ids }) => ids) };

for (const { name, waivers, ids } of [shared, ...systems]) {
  for (const { mutants, reason } of waivers.filter((one) => one.mutants.source.startsWith('^http'))) {
    test(`a waiver names mutants of ${name} that exist: ${reason}`, () => {
      expect(ids.filter((id) => mutants.test(id))).not.toEqual([]);
    });
  }
}
