import type { Reader } from './settings.ts';

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** What the shell sets for a grant that holds today. */
export const grantFor = (environment: string, now: number = Date.now()): string =>
  `TEST_WRITE_GRANT=${environment}:${dayOf(now)}`;

/**
 * Whether `TEST_WRITE_GRANT` permits what this environment permits by grant: it names it, and the last day (UTC) on which it
 * holds, so that one that is forgotten in a shell or a pipeline runs out. Anything else that it says is a problem.
 */
export function isGranted(read: Reader, grant: string | undefined, environment: string, now: number): boolean {
  if (!grant) return false;
  const [named = '', day = ''] = grant.split(/:(.*)/s);
  const problem = (what: string): false => {
    read.problem('TEST_WRITE_GRANT', `=${grant} ${what}`);
    return false;
  };
  if (named !== environment) return problem(`does not name this environment (${environment})`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && dayOf(Date.parse(day)) === day;
  if (!isDay) return problem(`names no last day: ${grantFor(environment, now)} holds for today (UTC)`);
  if (day < dayOf(now)) return problem(`has run out: ${grantFor(environment, now)} would hold for today (UTC)`);
  return true;
}
