import type { SystemSettings } from '../../env/systems/index.ts';
import type { Redact } from '../http/redaction.ts';

/** What a test may need of a deployment: its API, a store or the topics, or writing, which needs all that clean-up needs. */
export type Need = 'api' | 'database' | 'bucket' | 'events' | 'cache' | 'writes';

/** One thing that a run is about to rely on. */
export interface Check {
  /** What is looked at, as `database db.example/students`. */
  readonly what: string;
  /** The check is made for a run that has any of these needs. */
  readonly neededFor: readonly Need[];
  /** Throws with what is wrong and what to do. `writes`: whether the rights of a clean-up are asked for as well. */
  readonly look: (writes: boolean) => Promise<void>;
}

/** What a check looks with. */
export interface Scope {
  readonly redact: Redact;
  /** Begins the names of the run. */
  readonly prefix: string;
}

/** What a system brings to the preflight; `helpers/<system>/preflight.ts` exports it as `checks`. */
export type SystemChecks = (settings: SystemSettings, scope: Scope) => readonly Check[];

/** The checks of a system. */
export const loadChecks = async (system: string): Promise<SystemChecks> =>
  ((await import(`../${system}/preflight.ts`)) as { checks: SystemChecks }).checks;

/** What a check found: nothing where all is well. */
export interface Finding {
  readonly what: string;
  readonly problem: string | undefined;
}

/** Makes the checks that these needs ask for, all at once. */
export function look(checks: readonly Check[], needs: ReadonlySet<Need>, redact: Redact): Promise<Finding[]> {
  const asked = checks.filter(({ neededFor }) => neededFor.some((need) => needs.has(need)));
  return Promise.all(
    asked.map(({ what, look: start }) =>
      start(needs.has('writes')).then(
        () => ({ what, problem: undefined }),
        (error: unknown) => ({ what, problem: redact(error instanceof Error ? error.message : String(error)) }),
      ),
    ),
  );
}
