/** Section 8 of the contract: the tables as the application creates them. Its own defaults are no defaults of the database. */
export const schema = `
CREATE TABLE disability_types (
  id uuid PRIMARY KEY,
  code varchar(20) NOT NULL,
  name varchar(100) NOT NULL,
  description varchar,
  accommodation_defaults json,
  federal_category varchar(100),
  state_category varchar(100),
  is_active boolean,
  created_at timestamptz DEFAULT now()
);
CREATE UNIQUE INDEX ix_disability_types_code ON disability_types (code);
CREATE TABLE iep_templates (
  id uuid PRIMARY KEY,
  name varchar(200) NOT NULL,
  disability_type_id uuid REFERENCES disability_types (id),
  grade_level varchar(20),
  sections json NOT NULL,
  default_goals json,
  version integer,
  is_active boolean,
  created_by_auth_id integer NOT NULL,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz
);
CREATE TABLE students (
  id uuid PRIMARY KEY,
  student_id varchar(50) NOT NULL,
  first_name varchar(100) NOT NULL,
  last_name varchar(100) NOT NULL,
  middle_name varchar(100),
  date_of_birth date NOT NULL,
  grade_level varchar(20) NOT NULL,
  disability_codes json NOT NULL,
  case_manager_auth_id integer,
  primary_teacher_auth_id integer,
  parent_guardian_auth_ids json,
  school_district varchar(200),
  school_name varchar(200),
  enrollment_date date,
  active_iep_id uuid,
  is_active boolean,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz
);
CREATE UNIQUE INDEX ix_students_student_id ON students (student_id);
CREATE TABLE ieps (
  id uuid PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES students (id),
  template_id uuid REFERENCES iep_templates (id),
  academic_year varchar(9) NOT NULL,
  status varchar(50),
  content json NOT NULL,
  meeting_date date,
  effective_date date,
  review_date date,
  version integer,
  parent_version_id uuid REFERENCES ieps (id),
  created_by_auth_id integer NOT NULL,
  created_at timestamptz DEFAULT now(),
  approved_at timestamptz,
  approved_by_auth_id integer,
  CONSTRAINT uq_student_year_version UNIQUE (student_id, academic_year, version)
);
CREATE INDEX ix_ieps_student_id ON ieps (student_id);
CREATE INDEX ix_iep_student_year ON ieps (student_id, academic_year);
CREATE INDEX ix_iep_status ON ieps (status);
ALTER TABLE students ADD CONSTRAINT students_active_iep_id_fkey FOREIGN KEY (active_iep_id) REFERENCES ieps (id);
CREATE TABLE iep_goals (
  id uuid PRIMARY KEY,
  iep_id uuid NOT NULL REFERENCES ieps (id) ON DELETE CASCADE,
  domain varchar(100) NOT NULL,
  goal_text varchar NOT NULL,
  baseline varchar,
  target_criteria varchar NOT NULL,
  measurement_method varchar NOT NULL,
  measurement_frequency varchar,
  target_date date,
  start_date date,
  progress_status varchar(50),
  progress_notes json,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz
);
CREATE TABLE pl_assessment_templates (
  id uuid PRIMARY KEY,
  name varchar(200) NOT NULL,
  disability_type_id uuid REFERENCES disability_types (id),
  skill_domains json NOT NULL,
  assessment_type varchar(50) NOT NULL,
  version integer,
  is_active boolean,
  created_at timestamptz DEFAULT now()
);
CREATE TABLE present_levels (
  id uuid PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES students (id),
  iep_id uuid REFERENCES ieps (id),
  template_id uuid REFERENCES pl_assessment_templates (id),
  assessment_date date NOT NULL,
  assessment_type varchar(50) NOT NULL,
  assessor_auth_id integer NOT NULL,
  content json NOT NULL,
  strengths json,
  needs json,
  recommendations json,
  version integer,
  parent_version_id uuid REFERENCES present_levels (id),
  created_at timestamptz DEFAULT now()
);
CREATE INDEX ix_present_levels_student_id ON present_levels (student_id);
CREATE INDEX ix_pl_assessor ON present_levels (assessor_auth_id);
CREATE INDEX ix_pl_student_date ON present_levels (student_id, assessment_date);
CREATE TABLE wizard_sessions (
  id uuid PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES students (id),
  template_id uuid NOT NULL REFERENCES iep_templates (id),
  created_by_auth_id integer NOT NULL,
  current_step integer,
  total_steps integer NOT NULL,
  session_data json,
  is_completed boolean,
  completed_iep_id uuid REFERENCES ieps (id),
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz,
  expires_at timestamptz NOT NULL
);
`;
