import type { Client } from '../library/database.ts';
import type { Outbox, OutboxMessage } from '../library/outbox.ts';
import { topics } from '../payloads/names.ts';
import { classTopics, serviceName } from './names.ts';

const now = (): string => new Date().toISOString();

export interface Confirmation {
  essay_id: string;
  student_id: string | null;
  confidence_score: number;
  validation_method: 'human' | 'timeout';
  validated_by: string;
  validated_at: string;
}

interface Confirmed {
  batchId: string;
  classId: string;
  courseCode: string;
  associations: Confirmation[];
  timeout: boolean;
  /** Items that were decided on, and those of them that were turned down. */
  counts: { total: number; rejected: number };
}

/** Event 6 (contract b.7 and c). */
export function associationsConfirmed(confirmed: Confirmed, correlationId: string): OutboxMessage {
  const { batchId, classId, courseCode, associations, timeout, counts } = confirmed;
  const data = {
    ...{ event_name: 'student.associations.confirmed', entity_id: null, entity_type: null, parent_id: null },
    ...{ timestamp: now(), batch_id: batchId, class_id: classId, course_code: courseCode, associations },
    timeout_triggered: timeout,
    validation_summary: {
      total_associations: counts.total,
      confirmed: associations.length,
      rejected: counts.rejected,
    },
  };
  const address = { aggregateType: 'batch', aggregateId: batchId, key: batchId, topic: topics.associationsConfirmed };
  const metadata = { batch_id: batchId, class_id: classId, partition_key: batchId };
  return { ...address, source: serviceName, correlationId, data, metadata };
}

interface Notification {
  teacher: string;
  type: 'class_created' | 'student_added_to_class';
  priority: 'standard' | 'low';
  classId: string;
  payload: object;
}

/** Writes what the service tells of classes and students; each is kept under its correlation id (contract b.6). */
export class ClassEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly client: Client,
    private readonly correlationId: string,
  ) {}

  tell(topic: string, event: string, data: object): Promise<void> {
    return this.#add(topic, { event, ...data, correlation_id: this.correlationId, timestamp: now() });
  }

  notify({ teacher, type, priority, classId, payload }: Notification): Promise<void> {
    return this.#add(classTopics.notification, {
      ...{ teacher_id: teacher, notification_type: type, category: 'class_management', priority, payload },
      ...{ action_required: false, deadline_timestamp: null, correlation_id: this.correlationId },
      ...{ batch_id: null, class_id: classId, timestamp: now() },
    });
  }

  #add(topic: string, data: object): Promise<void> {
    const { correlationId } = this;
    const address = { aggregateType: 'class', aggregateId: correlationId, key: correlationId, topic };
    return this.outbox.add(this.client, { ...address, source: serviceName, correlationId, data });
  }
}
