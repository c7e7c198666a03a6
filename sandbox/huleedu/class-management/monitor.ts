import { randomUUID } from 'node:crypto';
import type { Closable } from '../../parts.ts';
import { inTransaction, type Client, type Database } from '../library/database.ts';
import type { Outbox } from '../library/outbox.ts';
import { associationsConfirmed, type Confirmation } from './events.ts';
import { confirmByTimeout, dueGroups, dueOf, type Due, type Group } from './repositories/associations.ts';
import { findUnknown, insertStudent, joinClasses } from './repositories/students.ts';

/** Figures of contract c. */
const interval = 60 * 60 * 1000;
const highConfidence = 0.7;
const confirmer = 'SYSTEM_TIMEOUT';

/** The class's student for essays of which nobody knows who wrote them; made when it is needed first. */
async function unknownStudent(client: Client, classId: string): Promise<string> {
  const found = await findUnknown(client, classId);
  if (found !== undefined) return found;
  const names = { first_name: 'UNKNOWN', last_name: 'STUDENT', legal_full_name: null };
  const email = `unknown.${classId}@huleedu.system`;
  const id = await insertStudent(client, { names, email, user: confirmer });
  await joinClasses(client, id, [classId]);
  return id;
}

/** Confirms one row: it keeps its student when the score is high, and gets the unknown one otherwise. */
async function confirm(client: Client, row: Due, classId: string): Promise<Confirmation> {
  const score = row.confidence_score ?? 0;
  const kept = score >= highConfidence;
  const studentId = kept ? row.student_id : await unknownStudent(client, classId);
  await confirmByTimeout(client, row.id, studentId, confirmer);
  return {
    ...{ essay_id: row.essay_id, student_id: studentId, confidence_score: kept ? score : 0 },
    ...{ validation_method: 'timeout', validated_by: confirmer },
    // Without a zone: the service takes the time of UTC and does not say so.
    validated_at: new Date().toISOString().replace('Z', ''),
  };
}

function confirmGroup(database: Database, outbox: Outbox, group: Group, correlationId: string): Promise<void> {
  return inTransaction(database, async (client) => {
    const associations: Confirmation[] = [];
    for (const row of await dueOf(client, group)) associations.push(await confirm(client, row, group.classId));
    if (associations.length === 0) return;
    const counts = { total: associations.length, rejected: 0 };
    const confirmed = { ...group, associations, timeout: true, counts };
    await outbox.add(client, associationsConfirmed(confirmed, correlationId));
  });
}

/** Confirms what nobody confirmed for 24 hours, batch by batch; one that fails leaves the others alone and is taken up an hour later. */
async function cycle(database: Database, outbox: Outbox): Promise<void> {
  const correlationId = randomUUID();
  for (const group of await dueGroups(database)) {
    await confirmGroup(database, outbox, group, correlationId).catch(() => undefined);
  }
}

/** Runs a cycle at once and then every hour. `close` lets a running one come to its end. */
export function startMonitor(database: Database, outbox: Outbox): Closable {
  let running = Promise.resolve();
  const run = (): void => {
    running = running.then(() => cycle(database, outbox)).catch(() => undefined);
  };
  run();
  const timer = setInterval(run, interval);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
