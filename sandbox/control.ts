import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Leases } from './leases.ts';
import type { RuleBook } from './model/rules.ts';

/** The part of the rule book that can be set from outside; undefined until the sandbox is ready. */
export type Rules = Pick<RuleBook, 'add' | 'remove' | 'calls'>;

/** Routes beyond the ordinary ones; undefined for one that it does not know. Throws what is answered with 400. */
export type ControlExtension = (
  route: string,
  readBody: () => Promise<unknown>,
) => Promise<{ status: number; body?: unknown } | undefined>;

export interface ControlState {
  mode: string;
  seed: number;
  dialect: number;
  log: string;
  phase: 'starting' | 'ready' | 'stopping';
  rules?: Rules;
  extension?: ControlExtension | undefined;
}

/** The port belongs to another process, most likely to a sandbox that was started at the same moment. */
export class ControlPortTaken extends Error {}

/**
 * Listens for identity, leases and fault rules. The first thing to be bound and the last to be closed: who holds the
 * port holds the other five as well. Throws ControlPortTaken.
 */
export async function startControl(
  options: { host: string; port: number },
  state: ControlState,
  leases: Leases,
): Promise<void> {
  const server = createServer((request, response) => {
    answer(request, response, state, leases).catch((error: unknown) => {
      reply(response, 400, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new ControlPortTaken(error.message) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: ControlState,
  leases: Leases,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://control');
  const route = `${request.method ?? ''} ${url.pathname}`;
  if (route === 'GET /') {
    reply(response, 200, identity(state, leases));
  } else if (route === 'GET /lease' && state.phase !== 'stopping') {
    leases.take(response, url.searchParams.get('linger') === '0');
  } else if (state.phase !== 'ready' || !state.rules) {
    reply(response, 503, { error: `the sandbox is ${state.phase}` });
  } else if (route === 'POST /model/rules') {
    reply(response, 201, state.rules.add(await readJson(request)));
  } else if (route === 'GET /model/calls') {
    reply(response, 200, { calls: state.rules.calls(url.searchParams.get('match') ?? '') });
  } else if (request.method === 'DELETE' && url.pathname.startsWith('/model/rules/')) {
    const id = decodeURIComponent(url.pathname.slice('/model/rules/'.length));
    if (state.rules.remove(id)) response.writeHead(204).end();
    else reply(response, 404, { error: `no rule has the id ${id}` });
  } else {
    const unknown = { status: 404, body: { error: `${route} is not part of the control API` } };
    const { status, body } = (await state.extension?.(route, () => readJson(request))) ?? unknown;
    if (body === undefined) response.writeHead(status).end();
    else reply(response, status, body);
  }
}

function identity(state: ControlState, leases: Leases): Record<string, string | number | boolean> {
  const { mode, seed, dialect, log, phase } = state;
  const ready = phase === 'ready';
  const { count } = leases;
  return { sandbox: 'deployed-api-tests', ready, phase, pid: process.pid, mode, seed, dialect, leases: count, log };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 1_000_000) throw new Error('the body is longer than 1,000,000 characters');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the body is not JSON');
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
