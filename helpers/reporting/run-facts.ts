import type { FullConfig } from '@playwright/test/reporter';

/** What the config notes of a run in Playwright's metadata, which travels with the blobs of shards. */
export interface RunFacts {
  readonly environment: string;
  readonly systems: readonly string[];
  /** Run ids: one for each shard. */
  readonly runs: readonly string[];
}

const runKey = (shard: string | undefined): string => (shard === undefined ? 'run' : `run of shard ${shard}`);

/** The metadata of a run. Each shard has a key of its own for its run, so that merging keeps them all. */
export const metadataOf = (
  {
    environment,
    systems,
    baseUrls,
    run,
  }: { environment: string; systems: readonly string[]; baseUrls: readonly string[]; run: string },
  shard: string | undefined,
): FullConfig['metadata'] => ({
  environment,
  systems: systems.join(', '),
  'base URLs': baseUrls.join(' '),
  [runKey(shard)]: run,
});

/** Where a system's services answer, for readers of a report: no credentials, no stores, no parts that break on demand. */
export const addressesOf = (settings: object): string[] =>
  Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    const shown = typeof value === 'string' && /url$/i.test(name) && !/outage|control|spare/i.test(name);
    if (!shown || !/^https?:/.test(value) || !URL.canParse(value)) return [];
    const { origin, pathname } = new URL(value);
    return [`${origin}${pathname === '/' ? '' : pathname}`];
  });

/** Reads what `metadataOf` wrote. */
export function runFactsOf({ metadata }: Pick<FullConfig, 'metadata'>): RunFacts {
  const entries = Object.entries(metadata).map(([name, value]) => [name, String(value)] as const);
  const text = (wanted: string): string => entries.find(([name]) => name === wanted)?.[1] ?? '';
  return {
    environment: text('environment'),
    systems: text('systems').split(', ').filter(Boolean),
    runs: entries.flatMap(([name, value]) => (/^run( of shard |$)/.test(name) ? [value] : [])),
  };
}
