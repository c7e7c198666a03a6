import type { SystemName } from './systems/index.ts';
import { effects, offerTags, type Effect, type Offer } from './tags.ts';

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
  /** Effects permitted once `TEST_WRITE_GRANT` names the environment, and a day that is not over. */
  readonly permitsByGrant: readonly Effect[];
  /** `stores` where tests may write rows and objects directly. */
  readonly arranges: Arrangement;
  /** Model calls that a run may cause at most, with all its workers and shards: they are paid. */
  readonly modelCalls: number;
  /** What it has of `offers` in env/tags.ts; a test whose tag is not among them is skipped there, with the reason. */
  readonly offers: readonly Offer[];
}

export const environments = {
  local: {
    systems: ['learnlikemagic', 'iep', 'huleedu', 'agora'],
    permits: effects,
    permitsByGrant: [],
    arranges: 'stores',
    // The sandbox's own model costs nothing.
    modelCalls: Infinity,
    offers: offerTags,
  },
  staging: {
    systems: ['learnlikemagic', 'iep', 'huleedu', 'agora'],
    permits: effects,
    permitsByGrant: [],
    arranges: 'stores',
    modelCalls: 2_000,
    // AWS keeps it; an emulator in its place only when the env file says so.
    offers: ['@signed-urls', '@events', '@redis', '@chain'],
  },
  production: {
    systems: ['learnlikemagic', 'iep', 'huleedu', 'agora'],
    permits: ['@read-only'],
    permitsByGrant: ['@writes'],
    arranges: 'api',
    modelCalls: 200,
    offers: ['@signed-urls'],
  },
} as const satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof environments;
