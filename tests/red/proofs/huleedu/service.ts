import { says, type Proof } from '../../proof.ts';
import { asOwner } from './rows.ts';

/** Health and schema. */
export const proofs: readonly Proof[] = [
  {
    spec: 'huleedu/service/health.spec.ts',
    test: 'GET /healthz the batch orchestrator is healthy',
    lie: { method: 'GET', path: /^\/healthz$/, tell: says(/"status":"healthy"/, '"status":"degraded"') },
    message: /Received: "degraded"/,
  },
  {
    spec: 'huleedu/service/schema.spec.ts',
    test: 'the database of class management keeps an essay to one association, and associations to their student and class',
    // It forbids nothing that the primary key does not.
    lie: {
      beforehand: (settings) =>
        asOwner(settings, 'classManagement', 'CREATE UNIQUE INDEX red ON essay_student_associations (id)'),
    },
    message: /Error: unique[^]*\+ +"id"/,
  },
];
