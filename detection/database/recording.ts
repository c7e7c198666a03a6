import type { DatabasePart } from '../mutants/mutant.ts';
import { readTables } from './tables.ts';

/** Tells which rows the API wrote since the last look. */
export interface TableRecording {
  /**
   * `table action` once for each row (`books insert`), and `table action column` once for each column that an insert
   * filled or an update changed (`books update status`).
   */
  take(): Promise<string[]>;
  remove(): Promise<void>;
}

const recording = 'detection_recording';

/** Columns of a deleted row are not told: NEW is null then, and OLD is null for an inserted row. */
const createRecorder = `
  CREATE FUNCTION ${recording}.record() RETURNS trigger LANGUAGE plpgsql AS $record$
  DECLARE
    action text := TG_TABLE_NAME || ' ' || lower(TG_OP);
    old_row jsonb := COALESCE(to_jsonb(OLD), '{}');
  BEGIN
    INSERT INTO ${recording}.touched
      SELECT action, NULL UNION ALL
      SELECT action, key FROM jsonb_each(to_jsonb(NEW)) WHERE value <> COALESCE(old_row -> key, 'null');
    RETURN NULL;
  END $record$`;

/** Begins to record the tables that the connected role owns in a schema, through triggers on its statements. */
export async function recordTables(database: DatabasePart, schema = 'public'): Promise<TableRecording> {
  const tables = await readTables(database, schema);
  const triggers = tables.map(
    ({ sql, owner }) => `CREATE TRIGGER ${recording} AFTER INSERT OR UPDATE OR DELETE ON ${sql} FOR EACH ROW
      WHEN (session_user = ${owner}) EXECUTE FUNCTION ${recording}.record()`,
  );
  const statements = [
    `DROP SCHEMA IF EXISTS ${recording} CASCADE`,
    `CREATE SCHEMA ${recording}`,
    `CREATE UNLOGGED TABLE ${recording}.touched (action text NOT NULL, place text)`,
    createRecorder,
    ...triggers,
  ];
  await database.query(statements.join(';\n'));
  return {
    async take() {
      const rows = await database.query(`
        WITH taken AS (DELETE FROM ${recording}.touched RETURNING action, place)
        SELECT action AS entry FROM taken WHERE place IS NULL UNION ALL
        SELECT DISTINCT action || ' ' || place FROM taken WHERE place IS NOT NULL ORDER BY entry`);
      return rows.map(({ entry }) => String(entry));
    },
    async remove() {
      await database.query(`DROP SCHEMA ${recording} CASCADE`);
    },
  };
}
