import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import { reread } from '../sql.ts';
import { rule, told, toldData, type Applied, type Data, type Decoration, type Rule } from './rule.ts';

const confirm = 'POST /v1/batches/{batch_id}/student-associations/confirm';
const list = 'GET /v1/batches/{batch_id}/student-associations';
const where = { operations: [confirm] };
const topic = topics.associationsConfirmed;

const isHuman = (data: Data): boolean => data['timeout_triggered'] === false;

/** Another payload of a teacher's confirmation. */
const data = (name: string, description: string, change: (data: Data) => Data | undefined): Rule =>
  rule(name, description, where, (applied) =>
    toldData(applied, 'classManagement', topic, (data) => (isHuman(data) ? change(data) : undefined)),
  );

const each = (name: string, description: string, change: (association: Data) => Data): Rule =>
  data(name, description, (data) => {
    const associations = data['associations'] as Data[];
    return associations.length > 0 ? { ...data, associations: associations.map(change) } : undefined;
  });

const summary = (name: string, description: string, change: (summary: Data) => Data): Rule =>
  data(name, description, (data) => ({ ...data, validation_summary: change(data['validation_summary'] as Data) }));

const ofBatch = (
  name: string,
  description: string,
  begin: string,
  change: (rows: Data[]) => Data[] | undefined,
): Rule =>
  rule(name, description, { operations: [confirm, list] }, (applied) => ({
    classManagement: reread(applied, begin, change),
  }));

/** Faults of the teacher's call (contract b.7). */
export const confirmationRules: Rule[] = [
  each('human-score-stored', 'A confirmed association is told with score 1.', (item) => ({
    ...item,
    confidence_score: 1,
  })),
  each('human-method-auto', 'A confirmed association is told as automatic.', (item) => ({
    ...item,
    validation_method: 'auto',
  })),
  each('human-by-nobody', 'A confirmed association does not tell by whom.', (item) => ({
    ...item,
    validated_by: null,
  })),
  each('human-time-naive', 'The time of a confirmation has no zone.', (item) => ({
    ...item,
    validated_at: String(item['validated_at']).replace('Z', ''),
  })),
  each('human-student-lost', 'A confirmed association does not tell the student.', (item) => ({
    ...item,
    student_id: null,
  })),
  data('confirmed-as-timeout', 'A confirmation is told as a time-out.', (data) => ({
    ...data,
    timeout_triggered: true,
  })),
  data('confirmed-in-part', 'Only the first confirmed association is told.', (data) => {
    const associations = data['associations'] as unknown[];
    return associations.length > 1 ? { ...data, associations: associations.slice(0, 1) } : undefined;
  }),
  data('rejected-told', 'Rejected associations are told as confirmed ones.', (data) => {
    const { rejected } = data['validation_summary'] as { rejected: number };
    const associations = data['associations'] as Data[];
    const [first] = associations;
    return rejected > 0 && first
      ? { ...data, associations: [...associations, { ...first, essay_id: randomUUID() }] }
      : undefined;
  }),
  summary('summary-total-confirmed', 'The total counts the confirmed ones only.', (sum) => ({
    ...sum,
    total_associations: sum['confirmed'] as number,
  })),
  summary('summary-rejected-zero', 'The summary counts no rejected ones.', (sum) => ({ ...sum, rejected: 0 })),
  summary('summary-by-method', 'The summary counts by method.', (sum) => ({ human: sum['confirmed'] as number })),
  rule('confirmation-not-told', 'A confirmation is not told.', where, (applied) =>
    told(applied, 'classManagement', topic, ({ data }) => (isHuman(data) ? null : undefined)),
  ),
  rule('confirmation-correlation', 'A confirmation has another correlation id than the caller’s.', where, (applied) =>
    told(applied, 'classManagement', topic, (message) => ({ ...message, correlationId: randomUUID() })),
  ),
  rule('confirmation-without-metadata', 'A confirmation has no metadata.', where, (applied) =>
    told(applied, 'classManagement', topic, (message) => ({ ...message, metadata: null })),
  ),
  rule('confirmation-by-class', 'A confirmation has its class for its key.', where, (applied) =>
    told(applied, 'classManagement', topic, (message) => ({ ...message, key: String(message.data['class_id']) })),
  ),
  rule('confirmation-stored', 'A confirmation changes the status of the rows.', where, stored),
  ofBatch(
    'class-of-another',
    'A confirmation names another class.',
    'SELECT class_id AS "classId"',
    ([row]) => row && [{ ...row, classId: randomUUID() }],
  ),
  ofBatch('course-defaulted', 'A confirmation is of ENG5.', 'SELECT class_id AS "classId"', ([row]) =>
    row && row['courseCode'] !== 'ENG5' ? [{ ...row, courseCode: 'ENG5' }] : undefined,
  ),
  ofBatch('oldest-first', 'Associations are listed the oldest first.', 'SELECT essay_id, student_id AS', (rows) =>
    rows.length > 1 ? rows.toReversed() : undefined,
  ),
  rule('unknown-batch-confirmed', 'A batch without suggestions is confirmed.', where, (applied) => ({
    classManagement: reread(applied, 'SELECT class_id AS "classId"', (rows) =>
      rows.length === 0 ? [{ classId: randomUUID(), courseCode: 'ENG5' }] : undefined,
    ),
  })),
  rule('suggestions-of-all', 'The list shows associations of every batch.', { operations: [list] }, (applied) => ({
    classManagement: {
      database: {
        query: (original) => async (text, values) => {
          const wide = text.replace(
            'FROM essay_student_associations WHERE batch_id = $1 ORDER',
            'FROM essay_student_associations WHERE $1::uuid IS NOT NULL ORDER',
          );
          const result = await original(text, values);
          if (wide === text) return result;
          const all = await original(wide, values);
          if (all.rowCount !== result.rowCount) applied();
          return all;
        },
      },
    },
  })),
];

/** The rows are marked when the event is written. */
function stored(applied: Applied): Decoration {
  return {
    classManagement: {
      outbox: {
        add: (original) => async (client, message) => {
          await original(client, message);
          if (message.topic !== topic || !isHuman(message.data as Data)) return;
          const statement = "UPDATE essay_student_associations SET validation_status = 'confirmed' WHERE batch_id = $1";
          if ((await client.query(statement, [message.aggregateId])).rowCount !== 0) applied();
        },
      },
    },
  };
}
