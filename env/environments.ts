import { effects, type Effect } from './tags.ts';

/** What an environment is: where it may be found, what a run may do there, and what it offers beyond a deployment. */
export interface Environment {
  /** Systems that it hosts. */
  readonly systems: readonly string[];
  /** Effects that tests may have there. */
  readonly permits: readonly Effect[];
  /** Effects permitted once `TEST_WRITE_GRANT` names the environment. */
  readonly permitsByGrant: readonly Effect[];
  readonly offers: {
    /** A second API listener whose database refuses, and provider failures on demand (`@fault`). */
    readonly faultControl: boolean;
    /** A model whose answers a test can set (`@scripted`). */
    readonly scriptedModel: boolean;
  };
}

export const environments = {
  local: {
    systems: ['learnlikemagic'],
    permits: effects,
    permitsByGrant: [],
    offers: { faultControl: true, scriptedModel: true },
  },
  staging: {
    systems: ['learnlikemagic'],
    permits: effects,
    permitsByGrant: [],
    offers: { faultControl: false, scriptedModel: false },
  },
  production: {
    systems: ['learnlikemagic'],
    permits: ['@read-only'],
    permitsByGrant: ['@writes'],
    offers: { faultControl: false, scriptedModel: false },
  },
} as const satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof environments;
