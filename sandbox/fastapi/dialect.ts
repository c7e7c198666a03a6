import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Draw } from '../model/draw.ts';
import { otherHeaders, spelled, type Headers } from './header-dialect.ts';
import { isRecord } from './shape.ts';
import { shuffled, writeJson, type JsonStyle } from './json-style.ts';

/** What a contract leaves open in the answers of one system, beside what it leaves open in those of every one. */
export interface OpenMatters {
  /** The body with what has no order put into another one, and what else may be another one changed. */
  vary(path: string, body: unknown, draw: Draw): unknown;
  /** An entry of a 422, changed in what only this contract leaves open. */
  varyIssue?: (issue: Record<string, unknown>, draw: Draw) => Record<string, unknown>;
  /** Whether a time without zone may lack trailing zeroes, wherever it stands. */
  shortTimes?: boolean;
  /** Names of headers, in lower case, that an answer may carry more than once. */
  repeated?: readonly string[];
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
      takeOver(response, { path, draw, open });
      return sleep(delay);
    },
  };
}

/** How one answer is to be sent. */
interface Way {
  path: string;
  draw: Draw;
  open: OpenMatters;
}

interface Said {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** Holds head and body back until the answer is complete, and then sends it in the dialect. */
function takeOver(response: ServerResponse, way: Way): void {
  const { draw } = way;
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  let headers: Headers = {};
  const holdHead = (status: number, given: Record<string, string | number> = {}): ServerResponse => {
    response.statusCode = status;
    headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    return response;
  };
  const sendAll = (chunk?: unknown): ServerResponse => {
    Object.assign(response, { writeHead, end });
    const body = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk) : Buffer.alloc(0);
    const said = reworded({ status: response.statusCode, headers, body }, way);
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

function reworded(said: Said, way: Way): Said {
  const { draw, open } = way;
  const { status } = said;
  const headers = otherHeaders(said.headers, draw, open.repeated);
  delete headers['content-length'];
  if (status === 204) {
    if (draw.chance(0.5)) headers['content-type'] = 'application/json';
    if (draw.chance(0.5)) headers['content-length'] = '0';
    return { status, headers, body: said.body };
  }
  const { location } = headers;
  if (typeof location === 'string' && draw.chance(0.5)) {
    const { pathname, search } = new URL(location);
    headers['location'] = pathname + search;
  }
  const isJson = said.body.length > 0 && String(headers['content-type']).startsWith('application/json');
  if (isJson) headers['content-type'] = draw.pick(jsonTypes);
  const body = isJson ? respelled(said, way) : said.body;
  if (body.length === 0 || draw.chance(0.5)) headers['content-length'] = String(body.length);
  return { status, headers, body };
}

const jsonTypes: [string, ...string[]] = [
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset="UTF-8"',
  'application/json ; charset=UTF-8',
];

function respelled({ status, body }: Said, { path, draw, open }: Way): Buffer {
  try {
    const value = open.vary(path, JSON.parse(body.toString('utf8')), draw);
    const shown = status === 422 ? otherValidation(value, draw, open) : value;
    return Buffer.from(
      draw.pick(['', '\n', ' ']) + writeJson(shown, styleOf(draw, open)) + draw.pick(['', '\n', '\r\n']),
    );
  } catch {
    // Nested too deeply to be written by hand.
    return body;
  }
}

const styleOf = (draw: Draw, { shortTimes = false }: OpenMatters): JsonStyle => ({
  order: draw,
  ...(draw.chance(0.3) && { indent: draw.whole(0, 4) }),
  comma: draw.pick([',', ', ', ' ,\t']),
  colon: draw.pick([':', ': ', ' :\n']),
  ascii: draw.chance(0.5),
  slashes: draw.chance(0.3),
  fractions: draw.pick(['plain', 'padded', 'exponent']),
  shortTimes: shortTimes && draw.chance(0.5),
});

/** The entries of a 422 in another order, in other words and with more members, as versions of the library differ. */
function otherValidation(body: unknown, draw: Draw, { varyIssue = (issue) => issue }: OpenMatters): unknown {
  if (!isRecord(body) || !Array.isArray(body['detail'])) return body;
  const entries = shuffled(body['detail'] as Record<string, unknown>[], draw);
  const detail = entries.map((entry) => ({
    ...varyIssue(entry, draw),
    msg: draw.pick([entry['msg'], 'Invalid value', `${String(entry['type'])}: this value is not accepted`]),
    ...(isRecord(entry['ctx']) && draw.chance(0.5) && { ctx: { ...entry['ctx'], note: 'of another version' } }),
    ...(draw.chance(0.5) && {
      url: `https://errors.pydantic.dev/2.${String(draw.whole(0, 12))}/v/${String(entry['type'])}`,
    }),
  }));
  return { ...body, detail };
}
