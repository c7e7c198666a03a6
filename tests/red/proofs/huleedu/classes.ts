import { answers, claims, says, type Proof } from '../../proof.ts';
import { tells } from './rows.ts';

const classes = /^\/v1\/classes\/$/;
const schoolClass = /^\/v1\/classes\/[\da-f-]{36}$/;
const associations = /\/student-associations$/;

/** Classes, students and the suggestions that a teacher sees and confirms. */
export const proofs: readonly Proof[] = [
  {
    spec: 'huleedu/classes/create.spec.ts',
    test: 'POST /v1/classes/ creates a class of SV1 that belongs to its teacher',
    lie: { method: 'GET', path: schoolClass, tell: says(/"SV1"/, '"ENG5"') },
    message: /Error: read back[^]*\+ +"course_code": "ENG5"/,
  },
  {
    spec: 'huleedu/classes/read.spec.ts',
    test: 'GET /v1/classes/{class_id}/roster lists every student of the class, and of no other, to a caller without a user',
    lie: { method: 'GET', path: /\/roster$/, tell: claims(200, { students: [] }) },
    message: /\+ Array \[\]/,
  },
  {
    spec: 'huleedu/classes/change.spec.ts',
    test: 'PUT /v1/classes/{class_id} changes name and course, each alone as well, and nothing else',
    lie: { method: 'PUT', path: schoolClass, tell: says(/"ENG7"/, '"SV1"') },
    message: /Error: course alone[^]*\+ +"course_code": "SV1"/,
  },
  {
    spec: 'huleedu/classes/events.spec.ts',
    test: 'what class management tells of classes and students a class that is changed',
    lie: {
      method: 'POST',
      path: classes,
      tell: tells('classManagement', 'huleedu.class.updated.v1', '"SV3"', '"ENG5"'),
    },
    message: /\+ +"ENG5"/,
  },
  {
    spec: 'huleedu/students/create.spec.ts',
    test: 'POST /v1/classes/students creates a student on the rosters that it names, and fills the legal name',
    lie: { method: 'POST', path: /\/students$/, tell: says(/"full_name":"[^"]*"/, '"full_name":"Somebody"') },
    message: /Error: full name[^]*Received: "Somebody"/,
  },
  {
    spec: 'huleedu/students/change.spec.ts',
    test: 'DELETE /v1/classes/students/{student_id} refuses unknown and malformed ids and nobody’s call, and removes nothing',
    lie: { method: 'DELETE', path: /\/students\/student-1$/, tell: answers(404) },
    message: /answered 404, expected 400/,
  },
  {
    spec: 'huleedu/associations/list.spec.ts',
    test: 'GET /v1/batches/{batch_id}/student-associations lists what was suggested for the batch, the newest first, and of no other batch',
    lie: { method: 'GET', path: associations, tell: says(/"name_fuzzy"/, '"guessed"') },
    message: /Error: listed[^]*\+ +"guessed"/,
  },
  {
    spec: 'huleedu/associations/confirm.spec.ts',
    test: 'POST /v1/batches/{batch_id}/student-associations/confirm tells the confirmed ones, and counts the rejected, under the caller’s correlation id',
    lie: {
      method: 'POST',
      path: /\/confirm$/,
      tell: says(/"associations_confirmed":2/, '"associations_confirmed":3'),
    },
    message: /\+ +"associations_confirmed": 3/,
  },
];
