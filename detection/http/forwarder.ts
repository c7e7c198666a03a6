import { once } from 'node:events';
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { NoAnswer, ProxiedAnswer, ProxiedRequest } from '../mutants/mutant.ts';

type Headers = ProxiedAnswer['headers'];

/** Decides what the client gets; `forward` hands a request on to the API. */
export type Handle = (
  request: ProxiedRequest,
  forward: (request: ProxiedRequest) => Promise<ProxiedAnswer>,
) => Promise<ProxiedAnswer | NoAnswer>;

/** A loopback server in front of an API. */
export interface Forwarder {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

// These belong to one connection, and the length is written anew.
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
];

/** Headers that may be handed on, names in lower case; a list only where one was sent more than once. */
function endToEnd({ headersDistinct, headers }: IncomingMessage, dropped: readonly string[] = []): Headers {
  const named = (headers.connection ?? '').toLowerCase().split(/ *, */);
  const ended = [...hopByHop, ...dropped, ...named];
  const kept = Object.entries(headersDistinct).filter(([name]) => !ended.includes(name));
  return Object.fromEntries(kept.map(([name, values]) => [name, values?.length === 1 ? values[0] : values]));
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const mutable = (headers: Headers): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]]],
    ),
  );

const isStream = ({ headers }: IncomingMessage): boolean =>
  /^text\/event-stream\b/i.test(headers['content-type'] ?? '');

async function forwardTo(
  base: URL,
  agent: Agent,
  { method, url, headers, body }: ProxiedRequest,
): Promise<ProxiedAnswer> {
  const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
  // As a path of its own, because a URL would be normalised.
  const path = base.pathname.replace(/\/$/, '') + url;
  const { hostname, port } = base;
  const outgoing = send({ hostname, port, path, method, agent, headers: { ...mutable(headers), ...length } });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  if (isStream(incoming))
    return {
      ...{ status: incoming.statusCode ?? 0, headers: endToEnd(incoming), body: Buffer.alloc(0) },
      stream: incoming.setEncoding('utf8'),
    };
  const answer = { status: incoming.statusCode ?? 0, headers: endToEnd(incoming), body: await readAll(incoming) };
  const announced = incoming.headers['content-length'];
  if (method !== 'HEAD' || announced === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'content-length': announced } };
}

/** The same with a stream's text as its body, once that has come to its end. */
export async function whole({ stream, ...answer }: ProxiedAnswer): Promise<ProxiedAnswer> {
  if (!stream) return answer;
  const texts: string[] = [];
  for await (const text of stream) texts.push(text);
  return { ...answer, body: Buffer.from(texts.join('')) };
}

/** Hands a stream on as it comes; one that breaks is broken for the client as well, and whoever goes away ends it. */
async function pipe(
  response: ServerResponse,
  { status, headers }: ProxiedAnswer,
  stream: AsyncIterable<string>,
): Promise<void> {
  response.sendDate = false;
  response.writeHead(status, mutable(headers)).flushHeaders();
  await pipeline(stream, response);
}

function write(response: ServerResponse, method: string, { status, headers, body }: ProxiedAnswer): void {
  const bodiless = method === 'HEAD' || status === 204 || status === 304;
  const length = bodiless ? {} : { 'content-length': String(body.length) };
  response.sendDate = false;
  response.writeHead(status, { ...mutable(headers), ...length }).end(bodiless ? undefined : body);
}

/** Starts a server whose requests all go through `handle`; an exception in it ends only that request's connection. */
export async function startForwarder(upstream: string, handle: Handle): Promise<Forwarder> {
  const base = new URL(upstream);
  // Idle connections are given up before the API does it, so that none is reused while it is being closed.
  const agent = new Agent({ keepAlive: true, timeout: 1_000 });
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = incoming;
    // A compressed answer could not be changed.
    const headers = endToEnd(incoming, ['host', 'accept-encoding']);
    const request = { method, url, headers, body: await readAll(incoming) };
    const given = await handle(request, (onward) => forwardTo(base, agent, onward));
    if (given === 'reset') incoming.socket.resetAndDestroy();
    else if (given !== 'silence') {
      if (given.stream) await pipe(response, given, given.stream);
      else write(response, method, given);
    }
  };
  const server = createServer((incoming, response) => {
    // The API is gone or broken: the client sees a connection that ends without an answer.
    answer(incoming, response).catch(() => response.destroy());
  });
  // Longer than any client keeps an idle connection, so that none is closed under a request that is on its way.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
