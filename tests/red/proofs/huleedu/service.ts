import { answers, says, type Proof, type ToldLie } from '../../proof.ts';
import { asOwner, falsifies } from './rows.ts';

/** Associations of the class that the test makes in the spare class management are false from then on; see `FalseRows`. */
const ofClass = (make: string): ToldLie => ({
  method: 'POST',
  path: /^\/v1\/classes\/$/,
  tell: falsifies({ service: 'spare', table: 'essay_student_associations', when: 'NEW.class_id = $id', make }),
});

/** Health, schema, and what is seen of a class management that is stopped and started. */
export const proofs: readonly Proof[] = [
  {
    spec: 'huleedu/service/health.spec.ts',
    test: 'GET /healthz the batch orchestrator is healthy',
    lie: { method: 'GET', path: /^\/healthz$/, tell: says(/"status":"healthy"/, '"status":"unhealthy"') },
    message: /Expected: not "unhealthy"/,
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
    test: 'class management, parts of it away without its database is unhealthy, stores nothing by halves, and stores the event once it reads it again',
    lie: { method: 'GET', path: /^\/healthz$/, tell: answers(200) },
    message: /answered 200, expected 503/,
  },
  {
    spec: 'huleedu/service/ends.spec.ts',
    test: 'class management, ended in the middle of its work stores what came while it was away, and what came again, once',
    lie: ofClass(
      'IF (SELECT count(*) FROM essay_student_associations WHERE class_id = NEW.class_id) > 2 THEN RETURN NULL; END IF',
    ),
    message: /Error: missed/,
  },
  {
    spec: 'huleedu/timeouts/crash.spec.ts',
    test: 'the monitor of time-outs, killed in the middle of a cycle goes on with what is left when the service is back, and confirms and tells of each batch once',
    lie: ofClass(`NEW.validated_by := CASE WHEN NEW.validated_by IS NULL THEN NULL ELSE 'nobody' END`),
    message: /Error: rows[^]*"nobody"/,
  },
  {
    spec: 'huleedu/load/load.spec.ts',
    test: 'the monitor of time-outs under load confirms a thousand rows of fifty batches in one cycle, within the limit, while the service answers',
    lie: ofClass(`NEW.validated_at := NEW.validated_at + make_interval(mins => (10 * random())::integer)`),
    message: /Error: seconds from the first row to the last/,
  },
  {
    spec: 'huleedu/phase-one/databases.spec.ts',
    test: 'Phase 1, the database of a service away the batch orchestrator is unhealthy, registers nothing, and takes event 2 when it comes again',
    lie: { method: 'GET', path: /^\/healthz$/, tell: answers(200) },
    message: /answered 200, expected 503/,
  },
  {
    spec: 'huleedu/timeouts/monitor.spec.ts',
    test: 'the monitor of time-outs, run by a restart of class management confirms what waited for 24 hours, and nothing younger',
    lie: ofClass(`NEW.validation_status := 'pending_validation'`),
    message: /Error: row of \{"hours":24\}[^]*\+ +"validation_status": "pending_validation"/,
  },
  {
    spec: 'huleedu/timeouts/failing-batch.spec.ts',
    test: 'the monitor of time-outs and a batch that it cannot confirm confirms the others, leaves that one as it was, and confirms it when it can',
    lie: ofClass(`NEW.validation_status := 'pending_validation'`),
    message: /Error: rows of a good batch/,
  },
];
