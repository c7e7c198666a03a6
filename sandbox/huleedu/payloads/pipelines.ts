import { dictionary, record, withDefault } from '../../fastapi/composites.ts';
import { anything, choice, uuid } from '../../fastapi/formats.ts';
import { flag, text } from '../../fastapi/scalars.ts';
import { courseCode, essayReferences, maybe } from './common.ts';

/** Event 7. */
export const essaysReady = record({
  event: withDefault(text(), 'batch.essays.ready'),
  batch_id: text(),
  ready_essays: essayReferences,
  metadata: dictionary(anything()),
  course_code: courseCode,
  course_language: text(),
  essay_instructions: text(),
  class_type: choice('GUEST', 'REGULAR'),
  teacher_first_name: maybe(text()),
  teacher_last_name: maybe(text()),
});

export const phases = ['spellcheck', 'ai_feedback', 'cj_assessment', 'nlp', 'student_matching'] as const;

/** Event 8. */
export const pipelineRequest = record({
  batch_id: text({ min: 1, max: 255 }),
  requested_pipeline: choice(...phases),
  client_correlation_id: uuid(),
  user_id: text({ min: 1, max: 255 }),
  is_retry: withDefault(flag(), false),
  retry_reason: maybe(text({ max: 500 })),
  assignment_id: maybe(text({ max: 100 })),
});
