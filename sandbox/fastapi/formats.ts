import { refuse, type Issue, type JsonSchema, type Location, type Shape, type invalid } from './shape.ts';

/** A UUID in any form that Pydantic reads (braces, urn, without hyphens); it comes out in the usual one. */
export function uuid(): Shape<string> {
  return {
    schema: { type: 'string', format: 'uuid' },
    check(input, loc, issues) {
      if (typeof input !== 'string') {
        return refuse(issues, loc, input, 'uuid_type', 'UUID input should be a string, bytes or UUID object');
      }
      const bare = /^(?:urn:uuid:)?(.*)$/.exec(input.replace(/^\{(.*)\}$/, '$1'))?.[1] ?? '';
      const digits = uuidForm.exec(bare)?.slice(1);
      if (digits !== undefined) return digits.join('-').toLowerCase();
      const error = uuidFault(bare);
      return refuse(issues, loc, input, 'uuid_parsing', `Input should be a valid UUID, ${error}`, { error });
    },
  };
}

const uuidForm = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

function uuidFault(text: string): string {
  const index = text.search(/[^0-9a-f-]/i);
  if (index < 0) {
    return `invalid length: expected length 32 for simple format, found ${String(text.replaceAll('-', '').length)}`;
  }
  const found = `found \`${text.charAt(index)}\` at ${String(index + 1)}`;
  return `invalid character: expected an optional prefix of \`urn:uuid:\` followed by [0-9a-fA-F-], ${found}`;
}

/** A day as `YYYY-MM-DD`; as Pydantic does, a time of midnight and seconds since 1970 that make whole days are read too. */
export function date(): Shape<string> {
  return {
    schema: { type: 'string', format: 'date' },
    check(input, loc, issues) {
      if (typeof input === 'number') return dayOfNumber(input, loc, issues);
      if (typeof input !== 'string') return refuse(issues, loc, input, 'date_type', 'Input should be a valid date');
      const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})(?:[Tt _](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?$/.exec(input) ?? [];
      if (!isDay(day)) {
        const error = /^\d{4}-\d{2}-\d{2}/.test(input) ? 'day value is outside expected range' : dateFault(input);
        const msg = `Input should be a valid date or datetime, ${error}`;
        return refuse(issues, loc, input, 'date_from_datetime_parsing', msg, { error });
      }
      return time === undefined || /^[0:.]+$/.test(time) ? day : refuseTime(input, loc, issues);
    },
  };
}

function dateFault(text: string): string {
  return text.length < 10 ? 'input is too short' : 'invalid character in year';
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

function dayOfNumber(input: number, loc: Location, issues: Issue[]): string | typeof invalid {
  const seconds = Math.abs(input) > 2e10 ? input / 1000 : input;
  if (seconds % 86_400 !== 0) return refuseTime(input, loc, issues);
  const time = new Date(seconds * 1000);
  const day = Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 10);
  if (isDay(day)) return day;
  const error = 'dates after 9999 are not supported as unix timestamps';
  const msg = `Input should be a valid date or datetime, ${error}`;
  return refuse(issues, loc, input, 'date_from_datetime_parsing', msg, { error });
}

function refuseTime(input: unknown, loc: Location, issues: Issue[]): typeof invalid {
  const msg = 'Datetimes provided to dates should have zero time - e.g. be exact dates';
  return refuse(issues, loc, input, 'date_from_datetime_inexact', msg);
}

/** A member of a Python enumeration. */
export function choice<const W extends string>(...words: W[]): Shape<W> {
  const quoted = words.map((word) => `'${word}'`);
  const expected = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter((part) => part !== '').join(' or ');
  return {
    schema: { type: 'string', enum: words },
    check(input, loc, issues) {
      const found = words.find((candidate) => candidate === input);
      return found ?? refuse(issues, loc, input, 'enum', `Input should be ${expected}`, { expected });
    },
  };
}

/** A string of this form. `pattern` is what the messages and /openapi.json show; `test` is the same as JavaScript writes it. */
export function matching(pattern: string, test: RegExp): Shape<string> {
  return {
    schema: { type: 'string', pattern },
    check(input, loc, issues) {
      if (typeof input !== 'string') return refuse(issues, loc, input, 'string_type', 'Input should be a valid string');
      if (test.test(input)) return input;
      return refuse(issues, loc, input, 'string_pattern_mismatch', `String should match pattern '${pattern}'`, {
        pattern,
      });
    },
  };
}

/** Any JSON. */
export function anything(): Shape<unknown> {
  const schema: JsonSchema = {};
  return { schema, check: (input) => input };
}
