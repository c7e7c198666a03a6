import { classTopics } from '../../huleedu/class-management/names.ts';
import { topics } from '../../huleedu/payloads/names.ts';

/** A topic that services publish to, and the members of its payloads. */
export interface PublishedTopic {
  /** In the names of faults. */
  short: string;
  topic: string;
  fields: string[];
}

const of = (short: string, topic: string, fields: string): PublishedTopic => ({
  ...{ short, topic, fields: fields.split(' ') },
});

const base = 'event_name entity_id entity_type parent_id timestamp';
const student = 'event student_id first_name last_name student_email correlation_id timestamp';

/** Contract a.3, of what class management, orchestrator, essay lifecycle and NLP send. */
export const published: readonly PublishedTopic[] = [
  of(
    'registered',
    topics.essaysRegistered,
    'event entity_id expected_essay_count essay_ids metadata course_code essay_instructions user_id class_id',
  ),
  of(
    'slot-assigned',
    topics.slotAssigned,
    'event batch_id essay_id file_upload_id text_storage_id correlation_id timestamp',
  ),
  of('excess', topics.excessContent, 'event batch_id original_file_name text_storage_id reason correlation_id'),
  of(
    'provisioned',
    topics.provisioningCompleted,
    'event batch_id provisioned_count expected_count course_code user_id essays_for_processing correlation_id timestamp',
  ),
  of('validation-errors', topics.batchValidationErrors, 'batch_id error_summary'),
  of('initiate', topics.matchingInitiate, `${base} essays_to_process class_id course_code`),
  of('requested', topics.matchingRequested, `${base} batch_id essays_to_process class_id course_code`),
  of(
    'suggested',
    topics.matchesSuggested,
    `${base} batch_id class_id course_code match_results processing_summary processing_metadata`,
  ),
  of(
    'confirmed',
    topics.associationsConfirmed,
    `${base} batch_id class_id course_code associations timeout_triggered validation_summary`,
  ),
  of(
    'ready',
    topics.essaysReady,
    'event batch_id ready_essays metadata course_code course_language essay_instructions class_type teacher_first_name teacher_last_name',
  ),
  of('spellcheck', topics.spellcheckInitiate, 'entity_id'),
  of(
    'class-created',
    classTopics.classCreated,
    'event class_id class_designation course_codes user_id correlation_id timestamp',
  ),
  of(
    'class-updated',
    classTopics.classUpdated,
    'event class_id class_designation course_codes user_id correlation_id timestamp',
  ),
  of('student-created', classTopics.studentCreated, `${student} class_ids created_by_user_id`),
  of('student-updated', classTopics.studentUpdated, `${student} add_class_ids remove_class_ids updated_by_user_id`),
  of(
    'notification',
    classTopics.notification,
    'teacher_id notification_type category priority payload action_required deadline_timestamp correlation_id batch_id class_id timestamp',
  ),
];
