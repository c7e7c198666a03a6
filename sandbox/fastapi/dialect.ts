import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Draw } from '../model/draw.ts';
import { isRecord } from './shape.ts';
import { shuffled, writeJson, type JsonStyle } from './json-style.ts';

/** What a contract leaves open in the answers of one system, beside what it leaves open in those of every one. */
export interface OpenMatters {
  /** The body with what has no order put into another one. */
  reorder(path: string, body: unknown, draw: Draw): unknown;
}

/** Speaks HTTP and JSON as other versions, servers and proxies do. */
export interface Dialect {
  /** To be awaited before a request is handled: makes its answer slower, and another one in all that means nothing. */
  speak(path: string, response: ServerResponse): Promise<void>;
}

/** Longest delay of an answer, in milliseconds. */
const slowest = 40;

/** A dialect that its seed draws: for each request, by its number, a way to answer. */
export function createDialect(seed: number, open: OpenMatters): Dialect {
  let ordinal = 0;
  return {
    speak(path, response) {
      ordinal += 1;
      const draw = new Draw(`dialect/${String(seed)}/${String(ordinal)}`);
      const delay = draw.whole(0, slowest);
      takeOver(response, draw, (body) => open.reorder(path, body, draw));
      return sleep(delay);
    },
  };
}

interface Said {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Holds head and body back until the answer is complete, and then sends it in the dialect. */
function takeOver(response: ServerResponse, draw: Draw, reorder: (body: unknown) => unknown): void {
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  let headers: Record<string, string> = {};
  const holdHead = (status: number, given: Record<string, string | number> = {}): ServerResponse => {
    response.statusCode = status;
    headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    return response;
  };
  const sendAll = (chunk?: unknown): ServerResponse => {
    Object.assign(response, { writeHead, end });
    const body = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : Buffer.alloc(0);
    const said = reworded({ status: response.statusCode, headers, body }, draw, reorder);
    response.writeHead(said.status, spelled(said.headers, draw));
    void sendPieces(response, said.body, 'content-length' in said.headers ? 1 : draw.whole(2, 5), draw);
    return response;
  };
  Object.assign(response, { writeHead: holdHead, end: sendAll });
}

async function sendPieces(response: ServerResponse, body: Buffer, count: number, draw: Draw): Promise<void> {
  const cuts = Array.from({ length: count - 1 }, () => draw.whole(1, Math.max(1, body.length - 1)));
  const ends = [...new Set([...cuts, body.length])].sort((one, other) => one - other);
  let start = 0;
  for (const cut of ends) {
    if (cut > start) response.write(body.subarray(start, cut));
    start = cut;
    if (cut < body.length) await sleep(1);
  }
  response.end();
}

function reworded(said: Said, draw: Draw, reorder: (body: unknown) => unknown): Said {
  const headers = { ...said.headers, ...extraHeaders(draw) };
  const { status } = said;
  delete headers['content-length'];
  if (status === 204) {
    if (draw.chance(0.5)) headers['content-type'] = 'application/json';
    if (draw.chance(0.5)) headers['content-length'] = '0';
    return { status, headers, body: said.body };
  }
  const { location } = headers;
  if (location !== undefined && draw.chance(0.5)) {
    const { pathname, search } = new URL(location);
    headers['location'] = pathname + search;
  }
  const body = jsonIn(said) ? respelled(said, headers, draw, reorder) : said.body;
  if (body.length === 0 || draw.chance(0.5)) headers['content-length'] = String(body.length);
  return { status, headers, body };
}

const jsonIn = ({ headers, body }: Said): boolean =>
  body.length > 0 && (headers['content-type'] ?? '').startsWith('application/json');

function respelled(
  { status, body }: Said,
  headers: Record<string, string>,
  draw: Draw,
  reorder: (body: unknown) => unknown,
): Buffer {
  headers['content-type'] = draw.pick([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json ; charset=UTF-8',
  ]);
  const value = reorder(JSON.parse(body.toString('utf8')));
  const shown = status === 422 ? otherValidation(value, draw) : value;
  try {
    return Buffer.from(draw.pick(['', '\n', ' ']) + writeJson(shown, styleOf(draw)) + draw.pick(['', '\n', '\r\n']));
  } catch {
    // Nested too deeply to be written by hand.
    return body;
  }
}

const styleOf = (draw: Draw): JsonStyle => ({
  order: draw,
  ...(draw.chance(0.3) && { indent: draw.whole(0, 4) }),
  comma: draw.pick([',', ', ', ' ,\t']),
  colon: draw.pick([':', ': ', ' :\n']),
  ascii: draw.chance(0.5),
  slashes: draw.chance(0.3),
  fractions: draw.pick(['plain', 'padded', 'exponent']),
  shortTimes: draw.chance(0.5),
});

/** The entries of a 422 in another order, in other words and with more members, as versions of the library differ. */
function otherValidation(body: unknown, draw: Draw): unknown {
  if (!isRecord(body) || !Array.isArray(body['detail'])) return body;
  const entries = shuffled(body['detail'] as Record<string, unknown>[], draw);
  const detail = entries.map((entry) => ({
    ...entry,
    msg: draw.pick([entry['msg'], 'Invalid value', `${String(entry['type'])}: this value is not accepted`]),
    ...(isRecord(entry['ctx']) && draw.chance(0.5) && { ctx: { ...entry['ctx'], note: 'of another version' } }),
    ...(draw.chance(0.5) && {
      url: `https://errors.pydantic.dev/2.${String(draw.whole(0, 12))}/v/${String(entry['type'])}`,
    }),
  }));
  return { ...body, detail };
}

function extraHeaders(draw: Draw): Record<string, string> {
  const all = Object.entries({
    server: 'uvicorn',
    'x-request-id': String(draw.whole(1, 1e9)),
    'cache-control': 'no-store',
    'x-process-time': String(draw.fraction()),
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    via: '1.1 proxy',
    ...(draw.chance(0.1) && { connection: 'close' }),
  });
  return Object.fromEntries(all.filter(([name]) => name === 'connection' || draw.chance(0.5)));
}

/** Names and values in the order of the wire, the names in another case. */
function spelled(headers: Record<string, string>, draw: Draw): string[] {
  const spell = draw.pick<(name: string) => string>([
    (name) => name,
    (name) => name.toUpperCase(),
    (name) => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  ]);
  return shuffled(Object.entries(headers), draw).flatMap(([name, value]) => [spell(name), value]);
}
