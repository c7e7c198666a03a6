import { says, type Lie, type Proof, type ToldLie } from '../../proof.ts';
import { falsifies, tells } from './rows.ts';

const initiate = 'huleedu.batch.student.matching.initiate.command.v1';
const register = /^\/v1\/batches\/register$/;
const status = /^\/v1\/batches\/[\da-f-]{36}\/status$/;

/** What services write and send of the test's batch is false from its registration on. */
const ofBatch = (tell: Lie): ToldLie => ({ method: 'POST', path: register, tell });

/** The orchestrator's row says this state where it should say the other. */
const state = (right: string, wrong: string): ToldLie =>
  ofBatch(
    falsifies({
      service: 'batchOrchestrator',
      table: 'batches',
      when: `NEW.id = $id AND NEW.status::text = '${right}'`,
      make: `NEW.status := '${wrong}'`,
    }),
  );

/** A batch on its way through Phase 1. */
export const proofs: readonly Proof[] = [
  {
    spec: 'huleedu/phase-one/register.spec.ts',
    test: 'POST /v1/batches/register shows the batch and its pipelines, and knows no other',
    lie: { method: 'GET', path: status, tell: says(/"course_code":"SV3"/, '"course_code":"ENG5"') },
    message: /Error: context[^]*\+ +"course_code": "ENG5"/,
  },
  {
    spec: 'huleedu/phase-one/contents.spec.ts',
    test: 'the contents of a batch each text gets a slot of its own, and the last one completes the batch',
    lie: { method: 'GET', path: status, tell: says(/"total_essays":2/, '"total_essays":3') },
    message: /Error: half of it[^]*\+ +"total_essays": 3/,
  },
  {
    spec: 'huleedu/phase-one/claims.spec.ts',
    test: 'the claims of the services of Phase 1 each service claims what it works on under its own name, for as long as events of the kind may come again',
    lie: ofBatch(
      tells(
        'essayLifecycle',
        'huleedu.batch.student.matching.requested.v1',
        '"essay_lifecycle_service"',
        '"essay-lifecycle-service"',
      ),
    ),
    message: /essay_lifecycle_service/,
  },
  {
    spec: 'huleedu/phase-one/courses.spec.ts',
    test: 'the course of a batch SV2 is the same in every event, and its language at the end',
    lie: ofBatch(tells('essayLifecycle', 'huleedu.els.batch.essays.ready.v1', '"SV2"', '"ENG5"')),
    message: /Error: events 0, 2, 3, 4, 5, 6, 7[^]*\+ +"ENG5"/,
  },
  {
    spec: 'huleedu/phase-one/guest.spec.ts',
    test: 'a guest’s batch is ready with its contents, and asks nobody who wrote them',
    lie: ofBatch(
      falsifies({
        service: 'batchOrchestrator',
        table: 'batch_essays',
        when: 'NEW.batch_id = $id',
        make: `NEW.content_reference := '{"text_storage_id": "another", "type": "text_content"}'`,
      }),
    ),
    message: /Error: essays[^]*\+ +"text_storage_id": "another"/,
  },
  {
    spec: 'huleedu/phase-one/pipeline.spec.ts',
    test: 'huleedu.commands.batch.pipeline.v1 starts the first phase of a batch that is ready, once, and leaves its status',
    lie: { method: 'GET', path: /\/pipeline-state$/, tell: says(/"dispatch_initiated"/, '"pending_dependencies"') },
    message: /Error: after[^]*not "pending_dependencies"/,
  },
  {
    spec: 'huleedu/phase-one/recovery.spec.ts',
    test: 'a batch after a step that failed is not touched by events of a batch that nobody knows',
    lie: state('student_validation_completed', 'awaiting_student_validation'),
    message: /Error: the known one[^]*Received: "awaiting_student_validation"/,
  },
  {
    spec: 'huleedu/phase-one/regular.spec.ts',
    test: 'a regular batch through the whole chain from registration to ready: every event, every row, one correlation id',
    lie: ofBatch(tells('essayLifecycle', 'huleedu.els.batch.essays.ready.v1', '"REGULAR"', '"GUEST"')),
    message: /Error: event 7[^]*\+ +"class_type": "GUEST"/,
  },
  {
    spec: 'huleedu/phase-one/transitions.spec.ts',
    test: 'the states of a batch in Phase 1 a class’s batch waits for its teacher, then for its essays, and is ready then',
    lie: state('awaiting_student_validation', 'ready_for_pipeline_execution'),
    message: /Error: after event 2[^]*Received: "ready_for_pipeline_execution"/,
  },
  {
    spec: 'huleedu/phase-one/repeated.spec.ts',
    test: 'every event of Phase 1, delivered twice to each of its consumers has one effect',
    lie: ofBatch(
      falsifies({
        service: 'batchOrchestrator',
        table: 'event_outbox',
        when: `NEW.topic = '${initiate}' AND NEW.aggregate_type = 'batch' AND NEW.published_at IS NULL AND position($id in NEW.event_data::text) > 0`,
        make: `IF TG_OP = 'INSERT' THEN
          INSERT INTO event_outbox (id, aggregate_id, aggregate_type, event_type, event_data, event_key, topic)
          VALUES (gen_random_uuid(), NEW.aggregate_id, 'copy', NEW.event_type, NEW.event_data, NEW.event_key, NEW.topic);
        END IF`,
      }),
    ),
    message: /Error: events[^]*\+ +"event 3": 2/,
  },
  {
    spec: 'huleedu/phase-one/concurrent.spec.ts',
    test: 'several batches in Phase 1 at once each comes to its own end, whatever comes too early or twice',
    lie: state('ready_for_pipeline_execution', 'student_validation_completed'),
    message: /Error: status[^]*Received: "student_validation_completed"/,
  },
];
