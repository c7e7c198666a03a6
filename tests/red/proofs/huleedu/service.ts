import { answers, says, type Proof, type ToldLie } from '../../proof.ts';
import { asOwner, falsifies } from './rows.ts';

/** Rows of the spare class management are never confirmed. */
const neverConfirmed: ToldLie = {
  method: 'POST',
  path: /^\/v1\/classes\/$/,
  tell: falsifies({
    service: 'spare',
    table: 'essay_student_associations',
    when: 'NEW.class_id = $id',
    make: `NEW.validation_status := 'pending_validation'`,
  }),
};

/** Health, schema, and what is seen of a class management that is stopped and started. */
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
  {
    spec: 'huleedu/service/dates.spec.ts',
    test: 'the rows of the services are dated by the day on which they are written, and those of events by the day on which they are sent',
    lie: {
      method: 'POST',
      path: /^\/v1\/batches\/register$/,
      tell: falsifies({
        service: 'essayLifecycle',
        table: 'essay_states',
        when: 'NEW.batch_id = $id',
        make: `NEW.created_at := '2001-02-03'`,
      }),
    },
    message: /Error: misdated[^]*\+ +"essay_states\.created_at"/,
  },
  {
    spec: 'huleedu/service/outages.spec.ts',
    test: 'class management, parts of it away without its database is unhealthy, stores nothing by halves, and stores the event once it is back',
    lie: { method: 'GET', path: /^\/healthz$/, tell: answers(200) },
    message: /answered 200, expected 503/,
  },
  {
    spec: 'huleedu/timeouts/monitor.spec.ts',
    test: 'the monitor of time-outs, run by a restart of class management confirms what waited for 24 hours, and nothing younger',
    lie: neverConfirmed,
    message: /Error: row of \{"hours":24\}[^]*\+ +"validation_status": "pending_validation"/,
  },
  {
    spec: 'huleedu/timeouts/failing-batch.spec.ts',
    test: 'the monitor of time-outs and a batch that it cannot confirm confirms the others, leaves that one as it was, and confirms it when it can',
    lie: neverConfirmed,
    message: /Error: rows of a good batch/,
  },
];
