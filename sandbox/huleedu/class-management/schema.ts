/** Section b.3 of the contract, as the seven revisions leave an empty database. Its outbox is created by the library. */
export const schema = `
CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY);
INSERT INTO alembic_version VALUES ('59d16918f933');
CREATE TYPE course_code_enum AS ENUM ('ENG5', 'ENG6', 'ENG7', 'SV1', 'SV2', 'SV3');
CREATE TYPE language_enum AS ENUM ('en', 'sv');
CREATE TABLE courses (
  id uuid PRIMARY KEY,
  course_code course_code_enum NOT NULL UNIQUE,
  name varchar(255) NOT NULL,
  language language_enum NOT NULL
);
INSERT INTO courses (id, course_code, name, language) VALUES
  (gen_random_uuid(), 'ENG5', 'English 5', 'en'),
  (gen_random_uuid(), 'ENG6', 'English 6', 'en'),
  (gen_random_uuid(), 'ENG7', 'English 7', 'en'),
  (gen_random_uuid(), 'SV1', 'Svenska 1', 'sv'),
  (gen_random_uuid(), 'SV2', 'Svenska 2', 'sv'),
  (gen_random_uuid(), 'SV3', 'Svenska 3', 'sv');
CREATE TABLE classes (
  id uuid PRIMARY KEY,
  name varchar(255) NOT NULL,
  created_by_user_id varchar(255) NOT NULL,
  course_id uuid NOT NULL REFERENCES courses (id),
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now()
);
CREATE INDEX ix_classes_created_by_user_id ON classes (created_by_user_id);
CREATE TABLE students (
  id uuid PRIMARY KEY,
  first_name varchar(255) NOT NULL,
  last_name varchar(255) NOT NULL,
  legal_full_name varchar(512),
  email varchar(255),
  created_by_user_id varchar(255) NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now(),
  CONSTRAINT uix_student_email_user UNIQUE (email, created_by_user_id)
);
CREATE INDEX ix_students_created_by_user_id ON students (created_by_user_id);
CREATE TABLE class_student_association (
  class_id uuid NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
  student_id uuid NOT NULL REFERENCES students (id) ON DELETE CASCADE
);
CREATE TABLE essay_student_associations (
  id uuid PRIMARY KEY,
  essay_id uuid NOT NULL UNIQUE,
  student_id uuid NOT NULL REFERENCES students (id) ON DELETE CASCADE,
  created_by_user_id varchar(255) NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  batch_id uuid NOT NULL,
  class_id uuid NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
  confidence_score double precision,
  match_reasons json,
  validation_status varchar(50) NOT NULL DEFAULT 'pending_validation',
  validated_by varchar(255),
  validated_at timestamp,
  validation_method varchar(50)
);
CREATE INDEX idx_essay_associations_batch ON essay_student_associations (batch_id, validation_status);
CREATE INDEX idx_essay_associations_validation_status ON essay_student_associations (class_id, validation_status);
CREATE INDEX ix_essay_student_associations_batch_id ON essay_student_associations (batch_id);
CREATE INDEX ix_essay_student_associations_created_by_user_id ON essay_student_associations (created_by_user_id);
CREATE INDEX ix_essay_student_associations_essay_id ON essay_student_associations (essay_id);
`;
