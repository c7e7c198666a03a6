/** Section d.5 of the contract. Its outbox is created by the library. */
export const schema = `
CREATE TABLE essay_states (
  essay_id varchar(255) PRIMARY KEY,
  batch_id varchar(255),
  current_status varchar(50) NOT NULL,
  processing_metadata json NOT NULL,
  timeline json NOT NULL,
  storage_references json NOT NULL,
  text_storage_id varchar(255),
  student_id varchar(255),
  association_confirmed_at timestamp,
  association_method varchar(50),
  version integer NOT NULL DEFAULT 1,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX ix_essay_states_batch_id ON essay_states (batch_id);
CREATE TABLE batch_essay_trackers (
  id serial PRIMARY KEY,
  batch_id varchar(255) NOT NULL UNIQUE,
  expected_essay_ids json NOT NULL,
  available_slots json NOT NULL,
  expected_count integer NOT NULL,
  course_code varchar(50) NOT NULL,
  essay_instructions text NOT NULL,
  user_id varchar(255) NOT NULL,
  correlation_id varchar(255) NOT NULL,
  timeout_seconds integer NOT NULL DEFAULT 86400,
  total_slots integer NOT NULL,
  assigned_slots integer NOT NULL DEFAULT 0,
  is_ready boolean NOT NULL DEFAULT false,
  batch_metadata json,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now()
);
CREATE TABLE slot_assignments (
  id serial PRIMARY KEY,
  batch_tracker_id integer NOT NULL REFERENCES batch_essay_trackers (id) ON DELETE CASCADE,
  internal_essay_id varchar(255) NOT NULL,
  text_storage_id varchar(255) NOT NULL,
  original_file_name varchar(255) NOT NULL,
  assigned_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX ix_slot_assignments_batch_tracker_id ON slot_assignments (batch_tracker_id);
CREATE TABLE essay_processing_logs (
  id serial PRIMARY KEY,
  essay_id varchar(255) NOT NULL,
  batch_id varchar(255),
  event_type varchar(255) NOT NULL,
  from_status varchar(50),
  to_status varchar(50),
  event_metadata json,
  correlation_id varchar(255),
  created_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX ix_essay_processing_logs_essay_id ON essay_processing_logs (essay_id);
`;
