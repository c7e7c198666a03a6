/** Reads a UUID as Python's `UUID(text)` does: any case, with or without hyphens, braces and `urn:uuid:`; undefined for anything else. */
export function readUuid(text: string): string | undefined {
  const digits = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) return undefined;
  return digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The message of Python's ValueError. */
export const uuidFault = 'badly formed hexadecimal UUID string';
