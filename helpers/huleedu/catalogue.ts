import { Question } from '../database/question.ts';

/** Columns of an association. */
export const associationColumns = new Question<{ name: string; type: string; nullable: string }>(
  `SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
           CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END AS nullable
         FROM pg_attribute WHERE attrelid = 'essay_student_associations'::regclass AND attnum > 0 AND NOT attisdropped`,
);

/** Columns of these tables, `$1`. */
export const columnsOf = new Question<{ table: string; column: string; type: string }>(
  `SELECT relname AS table, attname AS column, format_type(atttypid, atttypmod) AS type FROM pg_attribute
         JOIN pg_class ON pg_class.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped AND relname = ANY ($1)`,
);

/** Values of the enumerations. */
export const enumLabels = new Question<{ type: string; label: string }>(
  `SELECT typname AS type, enumlabel AS label FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
         WHERE typname IN ('course_code_enum', 'language_enum')`,
);

/** Those of these columns, `table.column`, that may be empty: `$1`. */
export const nullableOf = new Question<{ column: string }>(
  `SELECT relname || '.' || attname AS column FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped AND NOT attnotnull
           AND relname || '.' || attname = ANY ($1)`,
);

/** What is unique of an association. */
export const uniqueOfAssociations = new Question<{ column: string }>(
  `SELECT attname AS column FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
         WHERE indrelid = 'essay_student_associations'::regclass AND indisunique AND indnkeyatts = 1 AND indisvalid`,
);

/** What an association refers to, and what its deletion does. */
export const foreignKeysOfAssociations = new Question<{ target: string; action: string }>(
  `SELECT confrelid::regclass::text AS target, confdeltype AS action FROM pg_constraint
         WHERE conrelid = 'essay_student_associations'::regclass AND contype = 'f' ORDER BY 1`,
);

/** The same of classes and rosters. */
export const foreignKeysOfRosters = new Question<{ key: string }>(
  `SELECT conrelid::regclass || ' to ' || confrelid::regclass || ' ' || confdeltype::text AS key FROM pg_constraint
         WHERE contype = 'f' AND conrelid IN ('classes'::regclass, 'class_student_association'::regclass)`,
);

/** The courses. */
export const courses = new Question<{ course_code: string; name: string; language: string }>(
  'SELECT course_code::text, name, language::text FROM courses ORDER BY 1',
);

/** What is unique in class management, but for keys. */
export const uniqueColumns = new Question<{ columns: string }>(
  `SELECT relname || ': ' || string_agg(attname, ', ' ORDER BY attname) AS columns
   FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
   JOIN pg_attribute ON pg_attribute.attrelid = indrelid AND attnum = ANY (indkey)
   WHERE relnamespace = 'public'::regnamespace AND indisunique AND indisvalid AND NOT indisprimary
     AND indpred IS NULL AND relname IN ('courses', 'students', 'classes', 'class_student_association')
   GROUP BY indexrelid, relname`,
);

/** Indexes of an outbox. */
export const outboxIndexes = new Question<{ name: string }>(
  `SELECT indexrelid::regclass::text AS name FROM pg_index
   WHERE indrelid = 'event_outbox'::regclass AND NOT indisprimary AND indisvalid`,
);

/** The revision that a database is at. */
export const revision = new Question<{ version_num: string }>('SELECT version_num FROM alembic_version');
