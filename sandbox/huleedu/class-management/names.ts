import { topics } from '../payloads/names.ts';

/** How the service calls itself, in answers and as `source_service`. */
export const serviceName = 'class_management_service';

/** What it tells of classes; those of the chain are `topics` of the payloads. */
export const classTopics = {
  classCreated: 'huleedu.class.created.v1',
  classUpdated: 'huleedu.class.updated.v1',
  studentCreated: 'huleedu.class.student.created.v1',
  studentUpdated: 'huleedu.class.student.updated.v1',
  notification: 'huleedu.notification.teacher.requested.v1',
  associationUpdated: 'huleedu.class.essay.association.updated.v1',
  timeoutProcessed: 'huleedu.class.validation.timeout.processed.v1',
} as const;

/** Both spellings of `event_type` that event 5 may have (contract a.2). */
export const suggestionTypes = [topics.matchesSuggested, 'batch.author.matches.suggested'] as const;
