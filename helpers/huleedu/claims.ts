import { z } from 'zod';
import type { Cache } from '../cache/cache.ts';
import { claimPrefix } from './idempotency.ts';
import { markOf, prefixOfMarked } from './marks.ts';

/** So many claims are read at a time. */
const page = 500;

/** Correlation ids of the events that services have claimed, by key (contract b.5). What ends while it is read, or is no claim, is left out. */
async function correlations(cache: Cache): Promise<[key: string, id: string][]> {
  const keys = await cache.keys(claimPrefix);
  const found: [string, string][] = [];
  for (let at = 0; at < keys.length; at += page) {
    const some = keys.slice(at, at + page);
    const values = await Promise.all(some.map((key) => cache.string(key).catch(() => undefined)));
    some.forEach((key, index) => {
      const id = correlationOf(values[index]);
      if (id !== undefined) found.push([key, id]);
    });
  }
  return found;
}

function correlationOf(text = ''): string | undefined {
  try {
    return z.object({ correlation_id: z.string() }).safeParse(JSON.parse(text)).data?.correlation_id;
  } catch {
    return undefined;
  }
}

/** Keys of the claims of a run's events, in every service: they have a correlation id of the run. */
export async function claimsOf(cache: Cache, prefix: string): Promise<string[]> {
  const mark = markOf(prefix);
  return (await correlations(cache)).filter(([, id]) => id.startsWith(mark)).map(([key]) => key);
}

/** Prefixes of the runs whose events are claimed. */
export const runsOfClaims = async (cache: Cache): Promise<string[]> =>
  (await correlations(cache)).flatMap(([, id]) => prefixOfMarked(id) ?? []);
