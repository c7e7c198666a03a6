import type { SystemName } from './systems/index.ts';
import { effects, type Effect } from './tags.ts';

/**
 * How a test comes to its starting points: planted in the stores as the contract lays them down, which costs no model
 * call, or made through the API alone.
 */
export type Arrangement = 'stores' | 'api';

/** What an environment is: where it may be found, what a run may do there, and what it offers beyond a deployment. */
export interface Environment {
  /** Systems that it hosts: a run of an environment demands the values of all of them, unless `--project` names some. */
  readonly systems: readonly SystemName[];
  /** Effects that tests may have there. */
  readonly permits: readonly Effect[];
  /** Effects permitted once `TEST_WRITE_GRANT` names the environment. */
  readonly permitsByGrant: readonly Effect[];
  /** `stores` where tests may write rows and objects directly. */
  readonly arranges: Arrangement;
  readonly offers: {
    /** A second API listener whose database refuses, and provider failures on demand (`@fault`). */
    readonly faultControl: boolean;
    /** A model whose answers a test can set (`@scripted`). */
    readonly scriptedModel: boolean;
    /** A database role that may plant triggers and sequences (`@database-fault`). */
    readonly databaseFault: boolean;
  };
}

export const environments = {
  local: {
    systems: ['learnlikemagic', 'iep'],
    permits: effects,
    permitsByGrant: [],
    arranges: 'stores',
    offers: { faultControl: true, scriptedModel: true, databaseFault: true },
  },
  staging: {
    systems: ['learnlikemagic', 'iep'],
    permits: effects,
    permitsByGrant: [],
    arranges: 'stores',
    offers: { faultControl: false, scriptedModel: false, databaseFault: false },
  },
  production: {
    systems: ['learnlikemagic', 'iep'],
    permits: ['@read-only'],
    permitsByGrant: ['@writes'],
    arranges: 'api',
    offers: { faultControl: false, scriptedModel: false, databaseFault: false },
  },
} as const satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof environments;
