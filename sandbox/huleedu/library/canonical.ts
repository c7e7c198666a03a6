/** Python's writing of JSON: a number keeps the kind that its text has, `1.0` is not `1`. */
const mark = '\u0000';
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The JSON of a text, with each number as a marked string, because parsing it would lose how it was written. */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(tokens, (token) => (token.startsWith('"') ? token : JSON.stringify(mark + token))));
}

/** Writes what `parseExact` has read as `json.dumps(…, sort_keys=True)` does. */
export function writeCanonical(value: unknown): string {
  if (typeof value === 'string') return value.startsWith(mark) ? number(value.slice(1)) : quoted(value);
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${quoted(key)}: ${writeCanonical(member)}`).join(', ')}}`;
}

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function number(token: string): string {
  if (/^-?\d+$/.test(token)) return BigInt(token).toString();
  const value = Number(token);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const written = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) ? `${written}.0` : written;
}
