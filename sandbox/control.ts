import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Leases } from './leases.ts';
import type { RuleBook } from './model/rules.ts';
import type { Services } from './services.ts';

interface Answer {
  status: number;
  body?: unknown;
}

/** Routes beyond the ordinary ones; undefined for one that it does not know. Throws what is answered with 400. */
export type ControlExtension = (route: string, readBody: () => Promise<unknown>) => Promise<Answer | undefined>;

export interface ControlState {
  mode: string;
  seed: number;
  dialect: number;
  log: string;
  phase: 'starting' | 'ready' | 'stopping';
  services: Services;
  /** Starts those of these systems that do not run yet. Throws one clear line. */
  provide: (systems: readonly string[]) => Promise<void>;
}

/** The port belongs to another process, most likely to a sandbox that was started at the same moment. */
export class ControlPortTaken extends Error {}

/**
 * Listens for identity, leases and fault rules. The first thing to be bound and the last to be closed: who holds the
 * port holds all others as well. Throws ControlPortTaken.
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
    await grant(response, state, url.searchParams.get('systems') ?? '');
  } else if (state.phase !== 'ready') {
    reply(response, 503, { error: `the sandbox is ${state.phase}` });
  } else {
    const { parts } = state.services;
    const readBody = (): Promise<unknown> => readJson(request);
    const unknown = { status: 404, body: { error: `${route} is not part of the control API` } };
    // Who sets an answer of the model may do so before any system has asked it.
    const known = url.pathname.startsWith('/model/')
      ? await answerModel(await parts.model(), route, url, readBody)
      : await parts.mutants?.control(route, readBody);
    const { status, body } = known ?? unknown;
    if (body === undefined) response.writeHead(status).end();
    else reply(response, status, body);
  }
}

/** Tells the holder of a lease, at the latest when the systems that it asks for are ready, or why they will not be. */
async function grant(response: ServerResponse, state: ControlState, systems: string): Promise<void> {
  try {
    await state.provide(systems === '' ? [] : systems.split(','));
    response.write('leased\n');
  } catch (error) {
    response.end(`refused ${error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error)}\n`);
  }
}

/** Rules for the model's answers and its calls so far; undefined for another route. */
async function answerModel(
  rules: RuleBook,
  route: string,
  url: URL,
  readBody: () => Promise<unknown>,
): Promise<Answer | undefined> {
  if (route === 'POST /model/rules') return { status: 201, body: rules.add(await readBody()) };
  if (route === 'GET /model/calls') {
    return { status: 200, body: { calls: rules.calls(url.searchParams.get('match') ?? '') } };
  }
  if (!route.startsWith('DELETE /model/rules/')) return undefined;
  const id = decodeURIComponent(url.pathname.slice('/model/rules/'.length));
  return rules.remove(id) ? { status: 204 } : { status: 404, body: { error: `no rule has the id ${id}` } };
}

function identity(state: ControlState, leases: Leases): object {
  const { mode, seed, dialect, log, phase, services } = state;
  return {
    sandbox: 'deployed-api-tests',
    ready: phase === 'ready',
    phase,
    pid: process.pid,
    systems: services.systems,
    addresses: services.addresses,
    ...{ mode, seed, dialect, leases: leases.count, log },
  };
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
