import { currentRunId } from './run.ts';

/** The id that shards of one run on one machine share, so that a test that must be alone waits for all of them. */
export const sharedTurns = (): string => process.env['TEST_TURNS'] || currentRunId();

/** Whether others than this run may still need what `sharedTurns` names. */
export const turnsAreShared = (): boolean => Boolean(process.env['TEST_TURNS']);

/**
 * Notes for this process and its workers by how many shards a budget is divided: those on other machines cannot be asked what they
 * have spent. `shard` as `2-of-4`; shards that share their turns share the budget as well.
 */
export function noteShares(shard: string | undefined, variables: NodeJS.ProcessEnv = process.env): void {
  const shares = shard?.split('-of-')[1];
  if (shares !== undefined && !variables['TEST_TURNS']) variables['TEST_SHARES'] = shares;
}

/** The environment of a shard: a run id of its own, and the others’ turns. */
export const shardVariables = (turns: string): NodeJS.ProcessEnv => ({
  ...process.env,
  TEST_TURNS: turns,
  TEST_RUN_ID: undefined,
});
