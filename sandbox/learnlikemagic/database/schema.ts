/** Section b of the contract: the tables of a fresh install. No defaults: the app fills them. */
export const schema = `
CREATE TABLE sessions (
  id varchar PRIMARY KEY,
  student_json text NOT NULL,
  goal_json text NOT NULL,
  state_json text NOT NULL,
  mastery float8,
  step_idx int,
  created_at timestamp,
  updated_at timestamp
);
CREATE TABLE events (
  id varchar PRIMARY KEY,
  session_id varchar NOT NULL REFERENCES sessions (id),
  node varchar NOT NULL,
  step_idx int NOT NULL,
  payload_json text NOT NULL,
  created_at timestamp
);
CREATE INDEX idx_session_step ON events (session_id, step_idx);
CREATE TABLE contents (
  id varchar PRIMARY KEY,
  topic varchar NOT NULL,
  grade int NOT NULL,
  skill varchar NOT NULL,
  text text NOT NULL,
  tags varchar NOT NULL
);
CREATE INDEX idx_topic_grade ON contents (topic, grade);
CREATE TABLE teaching_guidelines (
  id varchar PRIMARY KEY,
  country varchar NOT NULL,
  board varchar NOT NULL,
  grade int NOT NULL,
  subject varchar NOT NULL,
  topic varchar NOT NULL,
  subtopic varchar NOT NULL,
  guideline text NOT NULL,
  metadata_json text,
  created_at timestamp,
  topic_key varchar,
  subtopic_key varchar,
  topic_title varchar,
  subtopic_title varchar,
  objectives_json text,
  examples_json text,
  misconceptions_json text,
  assessments_json text,
  teaching_description text,
  book_id varchar,
  source_page_start int,
  source_page_end int,
  source_pages varchar,
  evidence_summary text,
  status varchar,
  confidence float8,
  version int
);
CREATE INDEX idx_curriculum ON teaching_guidelines (country, board, grade, subject, topic);
CREATE INDEX idx_teaching_guidelines_topic_subtopic ON teaching_guidelines (topic_key, subtopic_key);
CREATE INDEX idx_teaching_guidelines_book_topic ON teaching_guidelines (book_id, topic_key);
CREATE INDEX idx_teaching_guidelines_status ON teaching_guidelines (status);
CREATE TABLE books (
  id varchar PRIMARY KEY,
  title varchar NOT NULL,
  author varchar,
  edition varchar,
  edition_year int,
  country varchar NOT NULL,
  board varchar NOT NULL,
  grade int NOT NULL,
  subject varchar NOT NULL,
  cover_image_s3_key varchar,
  s3_prefix varchar NOT NULL,
  metadata_s3_key varchar,
  status varchar NOT NULL,
  created_at timestamp,
  updated_at timestamp,
  created_by varchar
);
CREATE INDEX idx_books_curriculum ON books (country, board, grade, subject);
CREATE INDEX idx_books_status ON books (status);
CREATE TABLE book_guidelines (
  id varchar PRIMARY KEY,
  book_id varchar NOT NULL REFERENCES books (id) ON DELETE CASCADE,
  guideline_s3_key varchar NOT NULL,
  status varchar NOT NULL,
  generated_at timestamp,
  reviewed_at timestamp,
  reviewed_by varchar,
  version int,
  created_at timestamp
);
CREATE INDEX idx_book_guidelines_book ON book_guidelines (book_id);
`;
