import pg from 'pg';

/**
 * Statements for a superuser, in the service's database: what a suite needs to arrange, to look behind the answers, to remove what
 * it made, and for techniques A and B of contract 11 (rows of its own, triggers on `ieps`, the state of other sessions). A trigger
 * goes with its function: only the owner of a table may drop a trigger by name.
 */
export function suiteRights(user: string): string[] {
  const role = pg.escapeIdentifier(user);
  return [
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT INSERT, UPDATE, DELETE ON students, ieps, iep_goals, iep_templates, disability_types TO ${role}`,
    `GRANT TRIGGER ON ieps TO ${role}`,
    `GRANT CREATE ON SCHEMA public TO ${role}`,
    `GRANT pg_read_all_stats TO ${role}`,
  ];
}
