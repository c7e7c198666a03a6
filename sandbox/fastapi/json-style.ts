import type { Draw } from '../model/draw.ts';

/** How a JSON text is spelled; every spelling means the same value. */
export interface JsonStyle {
  /** Shuffles the names of objects; without it they keep their order. */
  order?: Draw;
  /** Blanks of each level; undefined: all on one line. */
  indent?: number;
  comma?: string;
  colon?: string;
  /** Escapes all that is not ASCII. */
  ascii?: boolean;
  /** Escapes slashes. */
  slashes?: boolean;
  /** How a fraction is written; whole numbers stay as they are. */
  fractions?: 'plain' | 'padded' | 'exponent';
  /** Cuts trailing zeroes of the fraction of a time. */
  shortTimes?: boolean;
}

/** The elements in another order. */
export function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  const rest = [...list];
  return list.flatMap(() => rest.splice(draw.whole(0, rest.length - 1), 1));
}

/** The elements in their order, those of one rank in another one among themselves. */
export function withTiesShuffled<T>(list: readonly T[], rankOf: (element: T) => unknown, draw: Draw): T[] {
  const ranks = [...new Set(list.map(rankOf))];
  return ranks.flatMap((rank) =>
    shuffled(
      list.filter((element) => rankOf(element) === rank),
      draw,
    ),
  );
}

/** A value as JSON text in this style. */
export function writeJson(value: unknown, style: JsonStyle, level = 1): string {
  if (typeof value === 'string') return writeText(value, style);
  if (typeof value === 'number') return writeNumber(value, style);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { colon = ':' } = style;
  if (Array.isArray(value)) {
    const elements = value.map((element: unknown) => writeJson(element, style, level + 1));
    return enclose('[', elements, ']', style, level);
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const members = (style.order ? shuffled(entries, style.order) : entries).map(
    ([name, item]) => `${writeText(name, style)}${colon}${writeJson(item, style, level + 1)}`,
  );
  return enclose('{', members, '}', style, level);
}

function enclose(
  start: string,
  parts: string[],
  end: string,
  { indent, comma = ',' }: JsonStyle,
  level: number,
): string {
  if (parts.length === 0) return start + end;
  if (indent === undefined) return start + parts.join(comma) + end;
  const line = (depth: number): string => `\n${' '.repeat(indent * depth)}`;
  return `${start}${line(level)}${parts.join(`,${line(level)}`)}${line(level - 1)}${end}`;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function writeText(value: string, { ascii, slashes, shortTimes }: JsonStyle): string {
  const shown = shortTimes && time.test(value) ? value.replace(/\.?0+$/, '') : value;
  const text = JSON.stringify(shown);
  const asciiText = ascii ? text.replace(/[\u0080-\uffff]/g, escaped) : text;
  return slashes ? asciiText.replaceAll('/', '\\/') : asciiText;
}

function writeNumber(value: number, { fractions }: JsonStyle): string {
  const plain = JSON.stringify(value);
  if (!/^-?\d+\.\d+$/.test(plain)) return plain;
  if (fractions === 'padded') return `${plain}0`;
  return fractions === 'exponent' ? value.toExponential() : plain;
}
