import type pg from 'pg';

/** How an attempt to insert is made to fail. */
export interface Refusals {
  student: string;
  /** How many inserts of this student fail; later ones go through. */
  count: number;
  /** SQLSTATE and text of the failure. */
  state: string;
  text: string;
}

let planted = 0;

/**
 * Technique B of the contract (section 11): a trigger that refuses the first inserts, and a sequence that counts the attempts, also
 * those that are rolled back. Yields their number; what was planted is gone afterwards.
 */
export async function countingAttempts(
  client: pg.Client,
  refusals: Refusals,
  work: () => Promise<void>,
): Promise<number> {
  planted += 1;
  const name = `refuse_${String(process.pid)}_${String(planted)}`;
  const { student, count, state, text } = refusals;
  await client.query(`CREATE SEQUENCE ${name} MINVALUE 0 START 0`);
  // The trigger runs with the rights of the service.
  await client.query(`GRANT USAGE ON SEQUENCE ${name} TO PUBLIC`);
  try {
    await client.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN
         IF nextval('${name}') < ${String(count)} THEN RAISE EXCEPTION USING ERRCODE = '${state}', MESSAGE = '${text}'; END IF;
         RETURN NEW;
       END $body$`,
    );
    await client.query(
      `CREATE TRIGGER ${name} BEFORE INSERT ON ieps FOR EACH ROW WHEN (NEW.student_id = '${student}') EXECUTE FUNCTION ${name}()`,
    );
    await work();
    const { rows } = await client.query<{ attempts: number }>(
      `SELECT CASE WHEN is_called THEN last_value::int + 1 ELSE 0 END AS attempts FROM ${name}`,
    );
    return rows[0]?.attempts ?? 0;
  } finally {
    // Only the owner of a table may drop a trigger by its name; it goes with its function.
    await client.query(`DROP FUNCTION IF EXISTS ${name} CASCADE`);
    await client.query(`DROP SEQUENCE ${name}`);
  }
}
