import type { SystemChecks } from '../preflight/check.ts';
import { apiCheck } from '../preflight/api.ts';
import { databaseCheck } from '../preflight/database.ts';
import { tables } from './tables.ts';

const removes = ['students', 'ieps', 'iep_goals', 'iep_templates', 'disability_types'] as const;

/** What a run of the IEP service relies on. */
export const checks: SystemChecks = ({ iep }, scope) => {
  if (!iep) return [];
  const { apiUrl: url, headers, patience, databaseUrl } = iep;
  return [
    apiCheck({ url, headers, timeout: patience.request }, { path: '/health', service: 'special-education' }, scope),
    databaseCheck({ name: 'database', url: databaseUrl }, tables, removes, scope),
  ];
};
