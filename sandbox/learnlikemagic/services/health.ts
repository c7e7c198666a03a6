import type { Database } from '../database/pool.ts';
import { isConnectionFailure, sentence } from '../errors.ts';

export interface DatabaseHealth {
  status: 'ok' | 'error';
  database: string;
}

/** Health of contract a.1; an outage is told in the body, not by the status. */
export interface HealthService {
  checkDatabase(): Promise<DatabaseHealth>;
}

export function createHealthService(database: Database): HealthService {
  return {
    async checkDatabase() {
      try {
        await database.query('SELECT 1');
        return { status: 'ok', database: 'connected' };
      } catch (error) {
        const cause = isConnectionFailure(error) ? 'connection_failed' : `error: ${sentence(error)}`;
        return { status: 'error', database: cause };
      }
    },
  };
}
