import { openConnections } from '../http/connections.ts';
import { joinUrl } from '../http/url.ts';
import type { Check, Scope } from './check.ts';

/** Where an API says how it is, and what it calls itself there, where that is laid down. */
export interface Health {
  readonly path: string;
  readonly service?: string;
}

/** Whether an API answers at this URL within its patience, and is the one that is meant. */
export function apiCheck(
  place: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly timeout: number },
  { path, service }: Health,
  { redact }: Scope,
): Check {
  const url = joinUrl(place.url, path);
  const { host } = new URL(url);
  return {
    what: `API ${host}`,
    neededFor: ['api', 'writes'],
    async look() {
      const connections = openConnections({ connection: 'close' });
      try {
        const request = { headers: place.headers };
        const call = { method: 'GET', url, request, timeout: place.timeout, redact } as const;
        const { status, bytes } = await connections.wire(call);
        if (status !== 200)
          throw new Error(`GET ${path} answered ${String(status)}: is the service up and well, and this URL its own?`);
        const said = nameIn(bytes.toString('utf8'));
        if (service !== undefined && said !== service)
          throw new Error(`it calls itself ${said ?? 'nothing'}, not ${service}: does its URL name another system?`);
      } finally {
        connections.close();
      }
    },
  };
}

function nameIn(text: string): string | undefined {
  try {
    const said: unknown = JSON.parse(text);
    const name: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'service') : undefined;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
