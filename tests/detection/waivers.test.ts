import { expect, test } from '@playwright/test';
import { httpMutants } from '../../detection/http/mutants.ts';
import { detectable } from '../../detection/systems/index.ts';
import { waivers } from '../../detection/waivers.ts';

const ids = detectable.flatMap(({ operations }) => httpMutants(operations, { all: true, seed: 1 })).map(({ id }) => id);

for (const { mutants, reason } of waivers.filter(({ mutants }) => mutants.source.startsWith('^http'))) {
  test(`a waiver names mutants that exist: ${reason}`, () => {
    expect(ids.filter((id) => mutants.test(id))).not.toEqual([]);
  });
}
