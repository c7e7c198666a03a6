/** Section d.4 of the contract; the statuses are those of d.1. Its outbox is created by the library. */
export const schema = `
CREATE TYPE batch_status_enum AS ENUM (
  'awaiting_content_validation', 'content_ingestion_failed', 'awaiting_pipeline_configuration',
  'ready_for_pipeline_execution', 'processing_pipelines', 'awaiting_student_validation',
  'student_validation_completed', 'validation_timeout_processed', 'completed_successfully',
  'completed_with_failures', 'failed_critically', 'cancelled'
);
CREATE TABLE batches (
  id varchar(36) PRIMARY KEY,
  correlation_id varchar(36) NOT NULL,
  name varchar(255) NOT NULL,
  description text,
  class_id varchar(255),
  status batch_status_enum NOT NULL,
  requested_pipelines json,
  pipeline_configuration json,
  total_essays integer NOT NULL,
  processed_essays integer NOT NULL,
  version integer NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now(),
  completed_at timestamp,
  processing_metadata json,
  error_details json
);
CREATE INDEX ix_batches_status ON batches (status);
CREATE INDEX ix_batches_correlation_id ON batches (correlation_id);
CREATE TABLE batch_essays (
  id serial PRIMARY KEY,
  batch_id varchar(36) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  essay_id varchar(36) NOT NULL,
  content_reference json NOT NULL,
  student_metadata json,
  processing_metadata json,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX ix_batch_essays_batch_id ON batch_essays (batch_id);
CREATE TABLE phase_status_log (
  id serial PRIMARY KEY,
  batch_id varchar(36) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  phase varchar(50) NOT NULL,
  status varchar(50) NOT NULL,
  phase_started_at timestamp,
  phase_completed_at timestamp,
  essays_processed integer,
  essays_failed integer,
  error_details json,
  correlation_id varchar(36),
  processing_metadata json
);
CREATE TABLE configuration_snapshots (
  id serial PRIMARY KEY,
  batch_id varchar(36) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  snapshot_name varchar(255) NOT NULL,
  pipeline_definition json NOT NULL,
  configuration_version varchar(50) NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  description text
);
`;
