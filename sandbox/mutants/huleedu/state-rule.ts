import { reread, revalue } from '../sql.ts';
import { reaches } from './notes.ts';
import type { Applied, DatabaseDecoration } from '../rule.ts';
import { consumes, during, rule, worked, type Data, type Rule } from './rule.ts';

const setting = 'UPDATE batches SET status';
/** How the statement begins that reads a batch. */
export const finding = 'SELECT id, status, processing_metadata';

/** Where faults of an event show. */
export const of = (topic: string): { touches: string[] } => ({ touches: [consumes('batchOrchestrator', topic)] });

/** While an event is worked on, the service's statements are others. */
export const sql = (
  name: string,
  description: string,
  topic: string,
  decorate: (applied: Applied) => DatabaseDecoration,
): Rule => rule(name, description, of(topic), (applied) => during('batchOrchestrator', topic, decorate(applied)));

/** The event sets another status; null sets none. */
export const sets = (
  name: string,
  description: string,
  topic: string,
  change: (status: string) => string | null | undefined,
): Rule =>
  sql(name, description, topic, (applied) =>
    revalue(applied, setting, (values) => {
      const status = change(String(values[1]));
      return status === null ? null : status === undefined ? undefined : values.with(1, status);
    }),
  );

const found = (applied: Applied, change: (row: Data) => object | undefined): DatabaseDecoration =>
  reread(applied, finding, ([row]) => {
    const changed = row && change(row);
    return changed && [{ ...row, ...changed }];
  });

/** A batch is found otherwise than it is. */
export const finds = (
  name: string,
  description: string,
  topic: string,
  change: (row: Data) => object | undefined,
): Rule => sql(name, description, topic, (applied) => found(applied, change));

/** A batch of this status is taken for one of another. */
export const taken = (name: string, description: string, topic: string, from: readonly string[], to: string): Rule =>
  rule(name, description, { touches: from.map((status) => reaches(topic, status)) }, (applied) =>
    during(
      'batchOrchestrator',
      topic,
      found(applied, ({ status }) => (from.includes(String(status)) ? { status: to } : undefined)),
    ),
  );

/** Statuses that a batch goes through (contract d.1). */
export const awaitingContent = 'awaiting_content_validation';
export const awaitingStudents = 'awaiting_student_validation';
export const validated = 'student_validation_completed';
export const ready = 'ready_for_pipeline_execution';

/** The registration with another class. */
export const classOf = (row: Data, class_id: string | null): object => ({
  registration: { ...(row['registration'] as object), class_id },
});
export const isGuest = (row: Data): boolean => (row['registration'] as Data)['class_id'] === null;

/** An event that fails counts as dealt with. */
export const swallowed = (name: string, description: string, topic: string): Rule =>
  rule(name, description, of(topic), (applied) =>
    worked('batchOrchestrator', topic, (work) =>
      work().catch(() => {
        applied();
      }),
    ),
  );
