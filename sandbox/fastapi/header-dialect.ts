import type { Draw } from '../model/draw.ts';
import { shuffled } from './json-style.ts';

/** Names in lower case; a list for a header that comes more than once. */
export type Headers = Record<string, string | string[]>;

/** What servers and proxies add of themselves. */
const extras = (draw: Draw): Headers => ({
  server: 'uvicorn',
  'x-request-id': String(draw.whole(1, 1e9)),
  'cache-control': 'no-store',
  'x-process-time': String(draw.fraction()),
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  via: '1.1 proxy',
  vary: 'Accept-Encoding',
  'access-control-expose-headers': 'x-request-id',
});

/** The headers with others beside them; one of those that may be `repeated` has a second value, before or after its own. */
export function otherHeaders(given: Headers, draw: Draw, repeated: readonly string[] = []): Headers {
  const added = Object.entries(extras(draw)).filter(() => draw.chance(0.5));
  const merged = added.map(([name, value]) => {
    const own = given[name];
    if (own === undefined) return [name, value] as const;
    return [name, repeated.includes(name) ? shuffled([own, value].flat(), draw) : own] as const;
  });
  return { ...given, ...Object.fromEntries(merged), ...(draw.chance(0.1) && { connection: 'close' }) };
}

/** Names and values in the order of the wire, the names in another case. */
export function spelled(headers: Headers, draw: Draw): string[] {
  const spell = draw.pick<(name: string) => string>([
    (name) => name,
    (name) => name.toUpperCase(),
    (name) => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  ]);
  return shuffled(Object.entries(headers), draw).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [spell(name), value]),
  );
}
