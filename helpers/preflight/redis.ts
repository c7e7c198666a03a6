import { CacheConnection } from '../cache/connection.ts';
import type { Check, Scope } from './check.ts';

/** Whether a Redis lets us in and, for a run that writes, lets us remove a key that begins so: there is none of it. */
export function redisCheck(url: string, place: string, patience: number, { redact, prefix }: Scope): Check {
  const { host, pathname } = new URL(url);
  return {
    what: `Redis ${host}${pathname}`,
    neededFor: ['cache', 'writes'],
    async look(writes) {
      const key = `${place}${prefix}preflight`;
      const clientName = `${prefix}preflight`;
      const connection = new CacheConnection({ url, clientName, redact, writes, patience });
      try {
        await connection.ask('TYPE', key);
        if (writes) await connection.ask('DEL', key);
      } finally {
        await connection.close();
      }
    },
  };
}
