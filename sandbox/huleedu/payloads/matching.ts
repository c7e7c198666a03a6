import { dictionary, list, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { choice } from '../../fastapi/formats.ts';
import { flag, float, integer, text } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { baseFields, courseCode, essayReferences, moment, maybe } from './common.ts';

/** Event 3: the batch id is its `entity_id`. */
export const matchingInitiate = record({
  ...baseFields,
  event_name: choice('batch.student.matching.initiate.command'),
  essays_to_process: essayReferences,
  class_id: text(),
  course_code: courseCode,
});

/** Event 4. */
export const matchingRequested = record({
  ...baseFields,
  event_name: withDefault(choice('batch.student.matching.requested'), 'batch.student.matching.requested'),
  batch_id: text(),
  essays_to_process: essayReferences,
  class_id: text(),
  course_code: courseCode,
});
export type MatchingRequested = Of<typeof matchingRequested>;

const association = record({
  essay_id: text(),
  student_id: nullable(text()),
  confidence_score: float(),
  validation_method: choice('human', 'timeout', 'auto'),
  validated_by: nullable(text()),
  validated_at: maybe(moment()),
});

/** Event 6. */
export const associationsConfirmed = record({
  ...baseFields,
  event_name: withDefault(choice('student.associations.confirmed'), 'student.associations.confirmed'),
  batch_id: text(),
  class_id: text(),
  course_code: courseCode,
  associations: list(association),
  timeout_triggered: withDefault(flag(), false),
  validation_summary: dictionary(integer()),
});
