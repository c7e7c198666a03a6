import { Question } from '../database/question.ts';

/** Whether the row of an outbox about `$1`, a batch, is noted as published. */
export const isTold = new Question<{ told: boolean }>(
  'SELECT published_at IS NOT NULL AS told FROM event_outbox WHERE aggregate_id = $1',
);

/** How often a topic, `$1`, was told of each of these batches, `$2`. */
export const timesTold = new Question<{ id: string; times: number }>(
  `SELECT aggregate_id AS id, count(*)::integer AS times FROM event_outbox
   WHERE topic = $1 AND aggregate_id = ANY($2) GROUP BY aggregate_id`,
);

/** Rows of an outbox that speak of `$1`. */
export const spokenOf = new Question<{ id: string }>(
  'SELECT id FROM event_outbox WHERE position($1 in event_data::text) > 0 ORDER BY id',
);

/** Seconds from the first association of a class, `$1`, that was validated, to the last. */
export const validationSpread = new Question<{ seconds: number }>(
  `SELECT extract(epoch FROM max(validated_at) - min(validated_at))::double precision AS seconds
   FROM essay_student_associations WHERE class_id = $1`,
);

/** Sessions of a service; the suite has an account of its own. */
export const serviceSessions = new Question<{ pid: number }>(
  'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
);

/** Batches that a user, `$1`, has registered. */
export const registeredBy = new Question<{ batches: number }>(
  `SELECT count(*)::integer AS batches FROM batches WHERE processing_metadata->>'user_id' = $1`,
);

const orchestrated = `SELECT status::text, (SELECT count(*)::integer FROM batch_essays WHERE batch_id = $1) AS essays,
    (SELECT count(*)::integer FROM event_outbox WHERE aggregate_id = $1 AND topic = $2) AS commands
  FROM batches WHERE id = $1`;

/** How far the orchestrator is with a batch, `$1`, of two essays: `$2` is the topic of its command. */
export const orchestratedState = new Question<{ status: string; essays: number; commands: number }>(orchestrated);

/** The same where it has gone half of the step that event 2 takes. */
export const orchestratedHalf = new Question<object>(
  `SELECT * FROM (${orchestrated}) state WHERE (status, essays, commands) NOT IN
   (('awaiting_content_validation'::text, 0, 0), ('awaiting_student_validation'::text, 2, 1))`,
);

const tracked = `SELECT (SELECT count(*)::integer FROM batch_essay_trackers WHERE batch_id = $1) AS batches,
  (SELECT count(*)::integer FROM essay_states WHERE batch_id = $1) AS essays`;

/** What the essay lifecycle has of a batch, `$1`. */
export const trackedState = new Question<{ batches: number; essays: number }>(tracked);

/** The same where it has a half of a batch of two essays. */
export const trackedHalf = new Question<object>(
  `SELECT * FROM (${tracked}) state WHERE (batches, essays) NOT IN ((0, 0), (1, 2))`,
);

/** How many sessions the service has. */
export const sessionCount = new Question<{ count: number }>(
  'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
);

/** The database's clock. */
export const clock = new Question<{ now: string }>(`SELECT now() AT TIME ZONE 'utc' AS now`);

/** An association of a batch, `$1`, and whether it was made since `$2`. */
export const associationSince = new Question<Readonly<Record<string, unknown>>>(
  `SELECT created_by_user_id, validated_by, validated_at, validation_method, validation_status,
     created_at >= $2::timestamp AND created_at <= now() AT TIME ZONE 'utc' AS is_now
   FROM essay_student_associations WHERE batch_id = $1`,
);

/** How many batches have a name that ends so, `$1`. */
export const batchesNamed = new Question<{ count: number }>(`SELECT count(*) FROM batches WHERE name LIKE '%' || $1`);
