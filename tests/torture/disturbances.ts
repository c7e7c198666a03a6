import type { Mode } from '../suite/switch.ts';

/** What a run relies on. */
export type Dependency = 'api' | 'database' | 'bucket';

/** What is done to a run. */
export type Disturbance =
  | { readonly kind: 'kill'; readonly whom: 'worker' | 'main' | 'group'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'outage'; readonly of: Dependency; readonly mode: Mode; readonly when: 'start' | 'middle' }
  | { readonly kind: 'failover'; readonly of: Dependency };

const kills = (['worker', 'main', 'group'] as const).flatMap((whom) =>
  (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const).map((signal) => ({ kind: 'kill', whom, signal }) as const),
);
const outages = (['api', 'database', 'bucket'] as const).flatMap((of) => [
  { kind: 'outage', of, mode: 'down', when: 'start' } as const,
  ...(['down', 'hanging', 'resetting', 'slow'] as const).map(
    (mode) => ({ kind: 'outage', of, mode, when: 'middle' }) as const,
  ),
  { kind: 'failover', of } as const,
]);

/** One round of each kind, kills and outages in turn. */
export const disturbances: readonly Disturbance[] = [
  ...kills.flatMap((kill, place): Disturbance[] => [kill, ...outages.slice(place, place + 1)]),
  ...outages.slice(kills.length),
  { kind: 'outage', of: 'bucket', mode: 'throttling', when: 'middle' },
];

export function describe(disturbance: Disturbance): string {
  if (disturbance.kind === 'kill') return `${disturbance.signal} to ${disturbance.whom}`;
  if (disturbance.kind === 'failover') return `${disturbance.of} fails over`;
  return `${disturbance.of} ${disturbance.mode} from the ${disturbance.when}`;
}

/**
 * How a run may end: what is only slow is no failure, what is gone is the environment's, and what was killed says nothing of the backend
 * either. A connection that is lost for a moment may fail a test, which is the environment's as well.
 */
export function mayEnd(disturbance: Disturbance, code: number | string): boolean {
  if (disturbance.kind === 'failover') return code === 0 || code === 3;
  if (disturbance.kind === 'outage') {
    const { mode } = disturbance;
    if (mode === 'slow') return code === 0;
    // It may be over before, or find its way by repeating.
    return code === 3 || code === 0;
  }
  const { whom, signal } = disturbance;
  if (signal === 'SIGKILL' && whom !== 'worker') return code === signal || code === 0;
  // Playwright replaces a worker; the test that it had has failed.
  if (whom === 'worker') return code === 1 || code === 0;
  return code === 130 || code === 1 || code === 0 || code === signal;
}
