/** What is wrong with a JSON text and where, in code points, with the words of Python's decoder. */
export interface JsonFault {
  offset: number;
  message: string;
}

class Malformed extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const blanks = new Set([' ', '\t', '\n', '\r']);
const escapes = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']);

/** Finds the first fault of a text that JSON.parse refused. */
export function findJsonFault(source: string): JsonFault {
  try {
    const end = skipBlanks(source, skipValue(source, skipBlanks(source, 0)));
    return fault(source, end < source.length ? new Malformed('Extra data', end) : new Malformed('Expecting value', 0));
  } catch (error) {
    if (error instanceof Malformed) return fault(source, error);
    throw error;
  }
}

function fault(source: string, { message, position }: Malformed): JsonFault {
  return { message, offset: Array.from(source.slice(0, position)).length };
}

function skipBlanks(source: string, from: number): number {
  let position = from;
  while (blanks.has(source.charAt(position))) position += 1;
  return position;
}

function skipValue(source: string, from: number): number {
  const first = source.charAt(from);
  if (first === '"') return skipString(source, from);
  if (first === '{') return skipObject(source, from);
  if (first === '[') return skipArray(source, from);
  const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
  scalar.lastIndex = from;
  if (!scalar.test(source)) throw new Malformed('Expecting value', from);
  return scalar.lastIndex;
}

function skipObject(source: string, from: number): number {
  let position = skipBlanks(source, from + 1);
  if (source.charAt(position) === '}') return position + 1;
  for (;;) {
    if (source.charAt(position) !== '"') {
      throw new Malformed('Expecting property name enclosed in double quotes', position);
    }
    position = skipBlanks(source, skipString(source, position));
    if (source.charAt(position) !== ':') throw new Malformed("Expecting ':' delimiter", position);
    position = skipBlanks(source, skipValue(source, skipBlanks(source, position + 1)));
    if (source.charAt(position) === '}') return position + 1;
    if (source.charAt(position) !== ',') throw new Malformed("Expecting ',' delimiter", position);
    position = skipBlanks(source, position + 1);
  }
}

function skipArray(source: string, from: number): number {
  let position = skipBlanks(source, from + 1);
  if (source.charAt(position) === ']') return position + 1;
  for (;;) {
    position = skipBlanks(source, skipValue(source, position));
    if (source.charAt(position) === ']') return position + 1;
    if (source.charAt(position) !== ',') throw new Malformed("Expecting ',' delimiter", position);
    position = skipBlanks(source, position + 1);
  }
}

function skipString(source: string, from: number): number {
  for (let position = from + 1; position < source.length; position += 1) {
    const character = source.charAt(position);
    if (character === '"') return position + 1;
    if (character < ' ') throw new Malformed('Invalid control character at', position);
    if (character === '\\') {
      position += 1;
      const kind = source.charAt(position);
      if (kind === 'u') {
        if (!/^[0-9a-f]{4}$/i.test(source.slice(position + 1, position + 5))) {
          throw new Malformed('Invalid \\uXXXX escape', position + 1);
        }
        position += 4;
      } else if (kind !== '' && !escapes.has(kind)) {
        throw new Malformed('Invalid \\escape', position - 1);
      }
    }
  }
  throw new Malformed('Unterminated string starting at', from);
}
