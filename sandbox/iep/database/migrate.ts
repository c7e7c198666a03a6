import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { schema } from './schema.ts';
import { disabilities, templates } from './seed-rows.ts';

/** Creates section 8 of the contract as a fresh deployment does, with the seed rows of section 5. The database must be empty. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(schema);
    const ids = new Map(disabilities.map(({ code }) => [code, randomUUID()]));
    for (const { code, name, description, federal_category } of disabilities) {
      await client.query(
        `INSERT INTO disability_types (id, code, name, description, federal_category, is_active)
         VALUES ($1, $2, $3, $4, $5, true)`,
        [ids.get(code), code, name, description, federal_category],
      );
    }
    for (const { name, disability, grade_level, sections, default_goals } of templates) {
      const type = disability === null ? null : ids.get(disability);
      await client.query(
        `INSERT INTO iep_templates
           (id, name, disability_type_id, grade_level, sections, default_goals, version, is_active, created_by_auth_id)
         VALUES ($1, $2, $3, $4, $5, $6, 1, true, 1)`,
        [randomUUID(), name, type, grade_level, JSON.stringify(sections), JSON.stringify(default_goals)],
      );
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
