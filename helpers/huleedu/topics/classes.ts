import { z } from 'zod';
import { topic } from '../../events/topic.ts';
import { CourseCode, Json, Uuid } from '../operations/common.ts';
import { Moment } from './common.ts';

const sourceService = 'class_management_service';
const classOf = {
  class_id: Uuid,
  user_id: z.string(),
  correlation_id: Uuid,
  timestamp: Moment,
};
/** Their key is the correlation id (contract b.6). */
const key = ({ correlation_id }: { correlation_id: string }): string => correlation_id;

/** What class management tells of classes and students (contract a.3). */
export const classTopics = {
  classCreated: topic({
    name: 'huleedu.class.created.v1',
    sourceService,
    key,
    data: z.strictObject({
      event: z.literal('class.created'),
      ...classOf,
      class_designation: z.string(),
      course_codes: z.array(CourseCode),
    }),
  }),
  classUpdated: topic({
    name: 'huleedu.class.updated.v1',
    sourceService,
    key,
    data: z.strictObject({
      event: z.literal('class.updated'),
      ...classOf,
      class_designation: z.string().nullable(),
      course_codes: z.array(CourseCode).nullable(),
    }),
  }),
  studentCreated: topic({
    name: 'huleedu.class.student.created.v1',
    sourceService,
    key,
    data: z.strictObject({
      event: z.literal('student.created'),
      student_id: Uuid,
      first_name: z.string(),
      last_name: z.string(),
      student_email: z.string().nullable(),
      class_ids: z.array(Uuid),
      created_by_user_id: z.string(),
      correlation_id: Uuid,
      timestamp: Moment,
    }),
  }),
  studentUpdated: topic({
    name: 'huleedu.class.student.updated.v1',
    sourceService,
    key,
    data: z.strictObject({
      event: z.literal('student.updated'),
      student_id: Uuid,
      first_name: z.string().nullable(),
      last_name: z.string().nullable(),
      student_email: z.string().nullable(),
      add_class_ids: z.array(Uuid).nullable(),
      remove_class_ids: z.array(Uuid).nullable(),
      updated_by_user_id: z.string(),
      correlation_id: Uuid,
      timestamp: Moment,
    }),
  }),
  teacherNotified: topic({
    name: 'huleedu.notification.teacher.requested.v1',
    sourceService,
    data: z.strictObject({
      teacher_id: z.string(),
      notification_type: z.string(),
      category: z.string(),
      priority: z.string(),
      payload: Json,
      action_required: z.boolean(),
      deadline_timestamp: Moment.nullable(),
      correlation_id: z.string(),
      batch_id: z.string().nullable(),
      class_id: z.string().nullable(),
      timestamp: Moment,
    }),
  }),
};
