import { Question } from '../database/question.ts';
import type { Reads } from '../database/reads.ts';
import type { Tables } from './tables.ts';

/**
 * What sessions that are not of the run with this prefix hold in the service's database at this moment, one line each:
 * advisory locks, and transactions that have touched its tables (contract, technique D). Every role may read it. A line that is still there much later is a lock that was not released, or a session `idle in transaction`.
 */
export async function heldBySessions(database: Reads<Tables>, prefix: string): Promise<string[]> {
  const rows = await database.ask(
    new Question<{ line: string }>(`SELECT DISTINCT CASE locktype
         WHEN 'advisory' THEN format('advisory lock %s/%s/%s of session %s', classid, objid, objsubid, pid)
         ELSE format('transaction %s of session %s on %s', virtualtransaction, pid, relation::regclass) END AS line
     FROM pg_locks
     WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND granted
       AND (locktype = 'advisory' OR locktype = 'relation'
         AND relation IN ('students'::regclass, 'ieps'::regclass, 'iep_goals'::regclass, 'iep_templates'::regclass))
       AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE starts_with(application_name, $1))`),
    [prefix],
  );
  return rows.map(({ line }) => line).sort();
}
