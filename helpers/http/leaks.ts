import type { LooseRequest } from './operation.ts';
import type { Redact } from './redaction.ts';

/** What an error body must never show to a caller. What a library says in plain words is none of it (contract 0). */
const inwardThings: readonly [string, RegExp][] = [
  ['a stack trace', /Traceback \(most recent call last\)|\bFile "[^"]+", line \d+|^\s*at .+:\d+:\d+\)?$/m],
  ['SQL', /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b|\[SQL:|\bLINE \d+: /i],
  ['a driver’s text', /\b(?:sqlalchemy|psycopg\d?|asyncpg|botocore)\b|\bstring literal cannot contain NUL\b/i],
  [
    'an exception of the interpreter',
    /\b(?:Value|Type|Key|Index|Attribute|Runtime|OS|Unicode\w+|Programming|Data|Operational|Integrity|Interface|DBAPI|Client)(?:Error|Exception)\b ?[:(]/,
  ],
  [
    'a value of the interpreter',
    /'NoneType'|\bobject has no attribute\b|\bobject is not (?:subscriptable|iterable|callable)\b|\bindices must be\b/,
  ],
  ['a memory address', /\bat 0x[\da-f]+\b/i],
  [
    'an address',
    /\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost\b|\b[a-z][a-z\d+.-]*:\/\/|\[?::1\b|\b[\w-]+(?:\.[\w-]+)+:\d{2,5}\b/i,
  ],
];

/** Names of what a text shows of the inside of a system; empty when nothing does. `redact` knows the secrets. */
export const leaksIn = (text: string, redact: Redact): string[] => [
  ...inwardThings.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
  ...secretsIn(text, redact),
];

const secretsIn = (text: string, redact: Redact): string[] => (redact(text) === text ? [] : ['a secret']);

/** Shorter ones can neither be a leak nor be told from a part of one. */
const shortestEcho = 3;

/** Where the validation library explains its rules: the same for everybody. */
const documentation = /\bhttps:\/\/errors\.pydantic\.dev\/[\w./-]+/g;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Every text in a value, names of fields included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Buffer.isBuffer(value) || !isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsIn(item)]);
}

/** Whether this is a detail whose message is the driver's text by contract. */
const isDrivers = (detail: unknown): detail is Record<string, unknown> =>
  isObject(detail) && detail['code'] === 'integrity_error';

/** The texts of an answer: those of its JSON, or the text that a page of a proxy shows; those of a driver apart. */
function textsOf(answer: string): { own: string[]; drivers: string[] } {
  try {
    const body: unknown = JSON.parse(answer);
    if (!isObject(body) || !Array.isArray(body['details'])) return { own: textsIn(body), drivers: [] };
    const details: unknown[] = body['details'];
    const others = details.map((each) => (isDrivers(each) ? { ...each, message: undefined } : each));
    const drivers = details.filter(isDrivers).flatMap(({ message }) => textsIn(message));
    return { own: textsIn({ ...body, details: others }), drivers };
  } catch {
    const isPage = /^\s*<(?:!doctype|html)\b/i.test(answer);
    return { own: [isPage ? answer.replaceAll(/<[a-z!/][^>]*>/gi, ' ') : answer], drivers: [] };
  }
}

/**
 * Names of what a refusal shows of the inside of a system; empty when nothing does. What the request itself sent does
 * not count: a refusal may repeat it. Where a driver's text is promised, only secrets count.
 */
export function leaksOf(answer: string, request: LooseRequest, redact: Redact): string[] {
  const { path, query, body, raw, multipart } = request;
  const echoes = textsIn([path, query, body, raw, multipart]).filter(({ length }) => length >= shortestEcho);
  echoes.sort((left, right) => right.length - left.length);
  const unsent = (text: string): string =>
    echoes.reduce((rest, echo) => rest.replaceAll(echo, '…'), text).replaceAll(documentation, '…');
  const { own, drivers } = textsOf(answer);
  const found = own.flatMap((text) => leaksIn(unsent(text), redact));
  return [...new Set([...found, ...drivers.flatMap((text) => secretsIn(unsent(text), redact))])];
}
