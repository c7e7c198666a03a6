import { answers, repeats, says, waits, type Proof } from '../../proof.ts';

const list = /^\/api\/v1\/ieps$/;
const one = /^\/api\/v1\/ieps\/[\da-f-]{36}$/;
const versions = /\/versions$/;

/** IEPs, their versions, retries and loads. */
export const proofs: readonly Proof[] = [
  {
    spec: 'iep/ieps/create.spec.ts',
    test: 'POST /api/v1/ieps creates a draft with its goals; answer and rows say the same',
    lie: { method: 'POST', path: list, tell: says(/"meeting_date":"[^"]*"/, '"meeting_date":null') },
    message: /"meeting_date": null/,
  },
  {
    spec: 'iep/ieps/refusals.spec.ts',
    test: 'POST /api/v1/ieps fails for an unknown student and stores nothing',
    lie: { method: 'POST', path: list, tell: says(/Failed to create IEP/, 'Failed') },
    message: /"detail": "Failed"/,
  },
  {
    spec: 'iep/ieps/read.spec.ts',
    test: 'GET /api/v1/ieps/{iep_id}/versions lists every version of the same student and year in order',
    lie: { method: 'GET', path: versions, tell: says(/"status":"deleted"/, '"status":"draft"') },
    message: /\+ +"status": "draft"/,
  },
  {
    spec: 'iep/ieps/list.spec.ts',
    test: 'GET /api/v1/ieps/student/{student_id} names an unknown student',
    lie: { method: 'GET', path: /\/ieps\/student\//, tell: says(/not found/, 'is missing') },
    message: /is missing/,
  },
  {
    spec: 'iep/ieps/update.spec.ts',
    test: 'PUT /api/v1/ieps/{iep_id} writes content in place and leaves the rest, its version and its neighbour alone',
    lie: { method: 'PUT', path: one, tell: says(/"version":2/, '"version":3') },
    message: /"version": 3/,
  },
  {
    spec: 'iep/ieps/delete.spec.ts',
    test: 'DELETE /api/v1/ieps/{iep_id} marks an IEP as deleted; row, goals and neighbours stay',
    lie: { method: 'DELETE', path: one, tell: says(/deleted successfully/, 'removed') },
    message: /removed/,
  },
  {
    spec: 'iep/ieps/submit.spec.ts',
    test: 'POST /api/v1/ieps/{iep_id}/submit refuses an IEP in approved and changes nothing',
    lie: { method: 'POST', path: /\/submit$/, tell: says(/currently approved/, 'now') },
    message: /to submit for approval, now"/,
  },
  {
    spec: 'iep/ieps/goals.spec.ts',
    test: 'POST /api/v1/ieps/{iep_id}/goals adds a goal beside those that are there',
    lie: { method: 'POST', path: /\/goals$/, tell: says(/"not_started"/, '"mastered"') },
    message: /mastered/,
  },
  {
    spec: 'iep/versions/sequence.spec.ts',
    test: 'POST /api/v1/ieps gives two creations in a row the versions 1 and 2, the second a child of the first',
    lie: { method: 'POST', path: list, tell: repeats },
    message: /\+ +2,/,
  },
  {
    spec: 'iep/versions/isolation.spec.ts',
    test: 'POST /api/v1/ieps counts each student alone',
    lie: { method: 'POST', path: list, tell: says(/"version":2/, '"version":3') },
    message: /\+ +3/,
  },
  {
    spec: 'iep/versions/concurrent.spec.ts',
    test: 'POST /api/v1/ieps gives 5 creations at once the versions 1 to 5 of one chain',
    lie: { method: 'POST', path: list, tell: says(/"version":5/, '"version":4') },
    message: /Error: versions[\s\S]*\+ +4/,
  },
  {
    spec: 'iep/versions/beside.spec.ts',
    test: 'POST /api/v1/ieps numbers without a gap beside creations that fail',
    lie: { method: 'POST', path: list, tell: says(/"version":6/, '"version":7') },
    message: /\+ +7/,
  },
  {
    spec: 'iep/versions/audit.spec.ts',
    test: 'every chain of the run is numbered from 1 without a gap and linked from end to end',
    lie: { method: 'POST', path: list, tell: answers(200) },
    message: /answered 200, expected 500/,
  },
  {
    spec: 'iep/retry/conflict.spec.ts',
    test: 'POST /api/v1/ieps takes the number itself when the other transaction is rolled back',
    lie: { method: 'POST', path: list, tell: says(/"version":1/, '"version":2') },
    message: /"version": 2/,
  },
  {
    spec: 'iep/retry/attempts.spec.ts',
    test: 'POST /api/v1/ieps tries no second time after a foreign-key violation, and leaves no row',
    lie: { method: 'POST', path: list, tell: repeats },
    message: /Error: attempts[\s\S]*Received length: +2/,
  },
  {
    spec: 'iep/retry/waits.spec.ts',
    test: 'POST /api/v1/ieps waits a tenth of a second before it tries again, then twice as long each time, with jitter',
    lie: { method: 'POST', path: list, tell: repeats },
    message: /Expected length: +3\s+Received length: +4/,
  },
  {
    spec: 'iep/load/load.spec.ts',
    test: 'POST /api/v1/students creates fifty students at once, each within the limit on average',
    lie: { method: 'POST', path: /^\/api\/v1\/students$/, tell: waits(3_000) },
    message: /mean seconds/,
  },
  {
    spec: 'iep/advanced/generation.spec.ts',
    test: 'POST /api/v1/ieps/advanced/create-with-rag names an unknown template and stores nothing',
    lie: { method: 'POST', path: /\/create-with-rag$/, tell: says(/not found/, 'is missing') },
    message: /is missing/,
  },
  {
    spec: 'iep/advanced/missing.spec.ts',
    test: 'a missing IEP is a 404 of the core routes and of the details, and a 400 of the advanced ones that write',
    lie: { method: 'POST', path: /\/update-with-versioning$/, tell: answers(404) },
    message: /answered 404, expected 400/,
  },
  {
    spec: 'iep/advanced/versioned-update.spec.ts',
    test: 'POST /api/v1/ieps/advanced/{iep_id}/update-with-versioning copies the status of a returned IEP',
    lie: { method: 'POST', path: /\/update-with-versioning$/, tell: says(/"status":"returned"/, '"status":"draft"') },
    message: /"status": "draft"/,
  },
];
