import { currentRunId } from './run.ts';

/** The id that shards of one run on one machine share, so that a test that must be alone waits for all of them. */
export const sharedTurns = (): string => process.env['TEST_TURNS'] || currentRunId();

/** Whether others than this run may still need what `sharedTurns` names. */
export const turnsAreShared = (): boolean => Boolean(process.env['TEST_TURNS']);

/** The environment of a shard: a run id of its own, and the others’ turns. */
export const shardVariables = (turns: string): NodeJS.ProcessEnv => ({
  ...process.env,
  TEST_TURNS: turns,
  TEST_RUN_ID: undefined,
});
