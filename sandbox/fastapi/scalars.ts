import { invalid, refuse, type Issue, type JsonSchema, type Location, type Shape } from './shape.ts';

const notUnicode = 'Input should be a valid string, unable to parse raw data as a unicode string';

interface TextRule {
  min?: number;
  max?: number;
}

/** A string; lengths are counted in code points, as Python counts them. A number is refused, and half a surrogate pair. */
export function text(rule: TextRule = {}): Shape<string> {
  const schema: JsonSchema = {
    type: 'string',
    ...(rule.min !== undefined && { minLength: rule.min }),
    ...(rule.max !== undefined && { maxLength: rule.max }),
  };
  return {
    schema,
    check(input, loc, issues) {
      if (typeof input !== 'string') return refuse(issues, loc, input, 'string_type', 'Input should be a valid string');
      if (/\p{Surrogate}/u.test(input)) return refuse(issues, loc, input, 'string_unicode', notUnicode);
      return checkLength(input, rule, loc, issues);
    },
  };
}

function checkLength(input: string, { min, max }: TextRule, loc: Location, issues: Issue[]): string | typeof invalid {
  const length = min === undefined && max === undefined ? 0 : Array.from(input).length;
  const characters = (count: number): string => `${String(count)} character${count === 1 ? '' : 's'}`;
  if (min !== undefined && length < min) {
    const msg = `String should have at least ${characters(min)}`;
    return refuse(issues, loc, input, 'string_too_short', msg, { min_length: min });
  }
  if (max !== undefined && length > max) {
    const msg = `String should have at most ${characters(max)}`;
    return refuse(issues, loc, input, 'string_too_long', msg, { max_length: max });
  }
  return input;
}

/** One of a closed list of words, checked by pattern as the release does. */
export function word<const W extends string>(...words: W[]): Shape<W> {
  const pattern = `^(${words.join('|')})$`;
  return {
    schema: { type: 'string', pattern },
    check(input, loc, issues) {
      if (typeof input !== 'string') return refuse(issues, loc, input, 'string_type', 'Input should be a valid string');
      const found = words.find((candidate) => candidate === input);
      const msg = `String should match pattern '${pattern}'`;
      return found ?? refuse(issues, loc, input, 'string_pattern_mismatch', msg, { pattern });
    },
  };
}

interface Range {
  ge?: number;
  le?: number;
}

/** An integer in Pydantic's lax mode: "8", 8.0 and true are taken, 8.5 is refused. */
export function integer(range: Range = {}): Shape<number> {
  const schema: JsonSchema = {
    type: 'integer',
    ...(range.le !== undefined && { maximum: range.le }),
    ...(range.ge !== undefined && { minimum: range.ge }),
  };
  return {
    schema,
    check(input, loc, issues) {
      const value = toInteger(input, loc, issues);
      return value === invalid ? invalid : checkRange(value, input, range, loc, issues);
    },
  };
}

function toInteger(input: unknown, loc: Location, issues: Issue[]): number | typeof invalid {
  if (typeof input === 'boolean') return Number(input);
  if (typeof input === 'number') {
    if (Number.isInteger(input)) return input;
    const msg = 'Input should be a valid integer, got a number with a fractional part';
    return refuse(issues, loc, input, 'int_from_float', msg);
  }
  if (typeof input === 'string') {
    if (/^\s*[+-]?\d+(_\d+)*(\.0+)?\s*$/.test(input)) return Number(input.replaceAll('_', ''));
    const msg = 'Input should be a valid integer, unable to parse string as an integer';
    return refuse(issues, loc, input, 'int_parsing', msg);
  }
  return refuse(issues, loc, input, 'int_type', 'Input should be a valid integer');
}

function checkRange(
  value: number,
  input: unknown,
  { ge, le }: Range,
  loc: Location,
  issues: Issue[],
): number | typeof invalid {
  if (ge !== undefined && value < ge) {
    const msg = `Input should be greater than or equal to ${String(ge)}`;
    return refuse(issues, loc, input, 'greater_than_equal', msg, { ge });
  }
  if (le !== undefined && value > le) {
    const msg = `Input should be less than or equal to ${String(le)}`;
    return refuse(issues, loc, input, 'less_than_equal', msg, { le });
  }
  return value;
}

/** A number that may have a fraction; used for stored documents and replies. */
export function float(range: Range = {}): Shape<number> {
  return {
    schema: { type: 'number' },
    check(input, loc, issues) {
      if (typeof input === 'number') return checkRange(input, input, range, loc, issues);
      return refuse(issues, loc, input, 'float_type', 'Input should be a valid number');
    },
  };
}

const truths = new Map([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((name) => [name, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((name) => [name, false] as const),
]);

/** A boolean in lax mode: also 0 and 1 and the usual words. */
export function flag(): Shape<boolean> {
  return {
    schema: { type: 'boolean' },
    check(input, loc, issues) {
      if (typeof input === 'boolean') return input;
      if (typeof input !== 'string' && typeof input !== 'number') {
        return refuse(issues, loc, input, 'bool_type', 'Input should be a valid boolean');
      }
      const msg = 'Input should be a valid boolean, unable to interpret input';
      return truths.get(String(input).toLowerCase()) ?? refuse(issues, loc, input, 'bool_parsing', msg);
    },
  };
}

/** A date-time that the backend itself wrote; kept as text, since a Date would cut the microseconds. */
export function timestamp(): Shape<string> {
  return { ...text(), schema: { type: 'string', format: 'date-time' } };
}
