import type { Identity } from './openapi.ts';
import type { Operation } from './operation.ts';

/** The browsable list of operations at /docs; it loads nothing from elsewhere, so it works offline. */
export function docsPage(identity: Identity, operations: readonly Operation[]): string {
  const rows = operations.map(({ method, path, summary }) => `<li><code>${method} ${path}</code> ${summary}</li>`);
  return page(identity, 'Swagger UI', `<ul>${rows.join('\n')}</ul>`);
}

/** The same by resource at /redoc. */
export function redocPage(identity: Identity, operations: readonly Operation[]): string {
  const sections = [...new Set(operations.map(({ tag }) => tag))].map((tag) => {
    const rows = operations.filter((each) => each.tag === tag).map(({ method, path }) => `<li>${method} ${path}</li>`);
    return `<h2>${tag}</h2>\n<ul>${rows.join('\n')}</ul>`;
  });
  return page(identity, 'ReDoc', sections.join('\n'));
}

function page(identity: Identity, kind: string, content: string): string {
  const head = `<meta charset="utf-8"><title>${identity.title} - ${kind}</title>`;
  const link = '<p>Machine-readable: <a href="/openapi.json">/openapi.json</a></p>';
  return `<!DOCTYPE html>\n<html><head>${head}</head>\n<body><h1>${identity.title} ${identity.version}</h1>${link}\n${content}</body></html>\n`;
}
