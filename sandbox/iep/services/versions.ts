import { randomUUID } from 'node:crypto';
import { withClient, type Client, type Database } from '../database/pool.ts';
import { insertGoal, type GoalDraft, type GoalRow } from '../repositories/goals.ts';
import { insertIep, latestOf, releaseLock, takeLock, type IepRow, type NewIep } from '../repositories/ieps.ts';
import { RetryableError } from '../rules/classification.ts';
import { withRetry, type RetryPolicy } from '../rules/retry.ts';
import { lockKey, nextVersion } from '../rules/versioning.ts';
import type { Monitor } from '../store/monitor.ts';

export type IepDraft = Omit<NewIep, 'id' | 'status' | 'version' | 'parent_version_id'>;

export interface NewVersion {
  draft: IepDraft;
  goals: readonly GoalDraft[];
  /** Whether a failure to store the goals is retried like one to store the IEP (contract 7.1). */
  retryGoals: boolean;
}

/** The way in which a chain grows (contract 7). */
export interface Versions {
  /** Stores the next version of the pair with its goals, or nothing. */
  append(version: NewVersion): Promise<{ iep: IepRow; goals: GoalRow[] }>;
}

interface Dependencies {
  database: Database;
  monitor: Monitor;
  retry: RetryPolicy;
}

export function createVersions({ database, monitor, retry }: Dependencies): Versions {
  return {
    append: (version) =>
      monitor.during(async () => {
        const { student_id, academic_year } = version.draft;
        const started = performance.now();
        let attempted_version = 0;
        const report = (
          kind: 'resolved_after_retry' | 'retry_exhausted' | 'database_error',
          retries: number,
          error?: unknown,
        ): void => {
          monitor.recordConflict({
            ...{ student_id, academic_year, attempted_version, conflict_type: kind, retry_count: retries },
            resolution_time_ms: performance.now() - started,
            error_message: error instanceof Error ? error.message : null,
          });
        };
        const attempt = (): ReturnType<Versions['append']> =>
          appendOnce(database, version, (number) => {
            attempted_version = number;
          });
        const { result, retries } = await withRetry(retry, attempt, (error, count, again) => {
          if (!again) report(error instanceof RetryableError ? 'retry_exhausted' : 'database_error', count, error);
        });
        if (retries > 0) report('resolved_after_retry', retries);
        return result;
      }),
  };
}

/**
 * One attempt on one connection, which is given back before the wait for the next. The lock belongs to the session, so it is held
 * beyond the commit: whoever takes it next sees the new row.
 */
function appendOnce(
  database: Database,
  version: NewVersion,
  onNumber: (version: number) => void,
): ReturnType<Versions['append']> {
  const key = lockKey(version.draft.student_id, version.draft.academic_year);
  return withClient(database, async (client, broken) => {
    try {
      await client.query('BEGIN');
      await takeLock(client, key);
      const stored = await store(client, version, onNumber);
      await client.query('COMMIT');
      return stored;
    } catch (error) {
      await client.query('ROLLBACK').catch(broken);
      throw error;
    } finally {
      await releaseLock(client, key).catch(broken);
    }
  });
}

async function store(
  client: Client,
  { draft, goals, retryGoals }: NewVersion,
  onNumber: (version: number) => void,
): ReturnType<Versions['append']> {
  const next = nextVersion(await latestOf(client, draft.student_id, draft.academic_year));
  onNumber(next.version);
  const iep = await insertIep(client, { id: randomUUID(), ...draft, status: 'draft', ...next });
  try {
    const stored: GoalRow[] = [];
    for (const goal of goals) stored.push(await insertGoal(client, iep.id, goal));
    return { iep, goals: stored };
  } catch (error) {
    throw retryGoals ? error : new Error('The goals could not be stored', { cause: error });
  }
}
