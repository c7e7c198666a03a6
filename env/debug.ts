/**
 * Playwright's `DEBUG=pw:api` prints every header, credentials included, to the terminal and into the reports: where there are
 * secrets this part of it is left out. For the workers, which inherit the variable and load Playwright after this.
 */
export function hushApiLog(): void {
  const parts = (process.env['DEBUG'] ?? '').split(/[\s,]+/).filter(Boolean);
  const others = parts.filter((part) => !/^pw:(api|\*)|^\*$/.test(part));
  if (others.length === parts.length) return;
  process.env['DEBUG'] = others.join(',');
  process.stderr.write(
    'DEBUG: pw:api is left out, since it prints credentials; the reports show every call without them\n',
  );
}
