import type { LooseRequest } from './operation.ts';

/** The path with its parameters filled in, each encoded as one segment. Throws when one is missing. */
export function fillPath(template: string, parameters: LooseRequest['path'] = {}): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`${template}: path parameter ${name} is missing`);
    // encodeURIComponent leaves dots alone, and a segment of dots only would be resolved away by the URL parser.
    return encodeURIComponent(value).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
  });
}

/** Base URL (its path kept), path and query joined; a query value that is undefined is left out. */
export function joinUrl(base: string, path: string, query: LooseRequest['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, String(value));
  const suffix = search.size > 0 ? `?${search.toString()}` : '';
  return `${base.replace(/\/+$/, '')}${path}${suffix}`;
}
