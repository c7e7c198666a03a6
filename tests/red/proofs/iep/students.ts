import { answers, claims, says, type Proof } from '../../proof.ts';

const list = /^\/api\/v1\/students$/;
const one = /^\/api\/v1\/students\/[\da-f-]{36}$/;

/** Students. */
export const proofs: readonly Proof[] = [
  {
    spec: 'iep/students/create.spec.ts',
    test: 'POST /api/v1/students creates an active student with a row that says the same',
    lie: { method: 'POST', path: list, tell: says(/"grade_level":"5"/, '"grade_level":"6"') },
    message: /"grade_level": "6"/,
  },
  {
    spec: 'iep/students/refusals.spec.ts',
    test: 'POST /api/v1/students refuses a body that has empty names, names each field and stores nothing',
    lie: { method: 'POST', path: list, tell: says(/"first_name"\]/, '"names"]') },
    message: /body\.names/,
  },
  {
    spec: 'iep/students/read.spec.ts',
    test: 'GET /api/v1/students/{student_id} names an unknown id, and refuses one that is no UUID',
    lie: { method: 'GET', path: one, tell: says(/not found/, 'is missing') },
    message: /is missing/,
  },
  {
    spec: 'iep/students/list.spec.ts',
    test: 'GET /api/v1/students has one empty page for a filter that nothing passes',
    lie: { method: 'GET', path: list, tell: says(/"pages":1/, '"pages":0') },
    message: /breaks its schema:\s+- pages: /,
  },
  {
    spec: 'iep/students/search.spec.ts',
    test: 'GET /api/v1/students/search leaves deactivated students out, and keeps to the limit',
    lie: { method: 'GET', path: /\/search$/, tell: claims(200, []) },
    message: /Expected length: +\d+\s+Received length: +0/,
  },
  {
    spec: 'iep/students/update.spec.ts',
    test: 'PUT /api/v1/students/{student_id} writes grade_level and leaves every other field alone',
    lie: { method: 'PUT', path: one, tell: says(/"updated_at":"[^"]*"/, '"updated_at":null') },
    message: /time of the change/,
  },
  {
    spec: 'iep/students/deactivate.spec.ts',
    test: 'DELETE /api/v1/students/{student_id} names an unknown student',
    lie: { method: 'DELETE', path: one, tell: says(/not found/, 'is missing') },
    message: /is missing/,
  },
  {
    spec: 'iep/students/caseload.spec.ts',
    test: 'GET /api/v1/students/teacher/{teacher_auth_id}/caseload-summary counts the students of a case manager by grade',
    lie: { method: 'GET', path: /\/caseload-summary$/, tell: says(/"active_ieps":3/, '"active_ieps":4') },
    message: /"active_ieps": 4/,
  },
  {
    spec: 'iep/students/active-iep.spec.ts',
    test: 'PUT /api/v1/students/{student_id}/active-iep/{iep_id} points a student at an IEP, which new versions do not move',
    lie: { method: 'PUT', path: /\/active-iep\//, tell: says(/updated successfully/, 'set') },
    message: /Active IEP set/,
  },
  {
    spec: 'iep/students/review-needed.spec.ts',
    test: 'GET /api/v1/students/review-needed lists active students whose active IEP is to be reviewed within the window',
    lie: { method: 'GET', path: /\/review-needed$/, tell: claims(200, []) },
    message: /thirty days unless given/,
  },
  {
    spec: 'iep/students/parallel.spec.ts',
    test: 'POST /api/v1/students loses none of many students that are created at the same time',
    lie: { method: 'POST', path: list, tell: answers(200) },
    message: /answered 200, expected 201/,
  },
];
