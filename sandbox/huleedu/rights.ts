import pg from 'pg';

/**
 * Statements for a superuser, in the database of one service: what a suite needs to look behind the answers, to plant rows and to age them, to
 * remove what it made, and to see the sessions of the service.
 */
export function suiteRights(user: string): string[] {
  const role = pg.escapeIdentifier(user);
  return [
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    `GRANT TRIGGER ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT CREATE ON SCHEMA public TO ${role}`,
    `GRANT pg_read_all_stats TO ${role}`,
  ];
}
