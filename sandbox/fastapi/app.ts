import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';
import { answerCors } from './cors.ts';
import type { Dialect } from './dialect.ts';
import { readIncoming } from './incoming.ts';
import { describeApi, type Identity } from './openapi.ts';
import { Unprocessable, type Operation } from './operation.ts';
import { docsPage, redocPage } from './pages.ts';
import { answerByRouting, createRouting, decodePath, normaliseUrl } from './routing.ts';

/** Larger than any page image that is answered by its own refusal (10 MiB + 1 and well beyond). */
const bodyLimit = 128 * 1024 * 1024;

/** One request and the answer that it got. */
export interface Exchange {
  method: string;
  path: string;
  status: number;
  durationMs: number;
}

/** What a system's middleware adds. */
export interface Middleware {
  /** Origins that browsers may call from; without it every one. */
  origins?: readonly string[];
  /** The answer carries `x-request-id`: the request's own, or a new UUID. */
  requestIds?: boolean;
  /** The JSON answer for an error that no handler took; without it Starlette's plain text. */
  onFailure?: (error: unknown, requestId: string) => { status: number; body: unknown };
  /** Spells each answer in another way that the contract leaves open. */
  dialect?: Dialect | undefined;
  /** Told of each answer just before it is sent. */
  observe?: (exchange: Exchange) => void;
}

/** The HTTP application: the operations, `/openapi.json`, `/docs`, `/redoc`, and the rules that all FastAPI services share. */
export async function createApp(
  identity: Identity,
  operations: readonly Operation[],
  middleware: Middleware = {},
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    requestIdHeader: 'x-request-id',
    forceCloseConnections: true,
    // Longer than clients keep idle connections, so that none is closed just when a request goes out on it.
    keepAliveTimeout: 75_000,
    rewriteUrl: ({ url = '/' }) => normaliseUrl(url),
    routerOptions: { maxParamLength: 100_000 },
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  const { dialect } = middleware;
  if (dialect) {
    // First, so that it has every answer.
    app.addHook('onRequest', (request, reply) => dialect.speak(request.url.split('?')[0] ?? '', reply.raw));
  }
  addCommonAnswers(app, operations, middleware);
  for (const each of operations.filter(({ upload }) => upload === undefined)) addOperation(app, each);
  await app.register(async (scope) => {
    // Only here: elsewhere a form is just a body of the wrong type.
    await addForms(scope);
    for (const each of operations.filter(({ upload }) => upload !== undefined)) addOperation(scope, each);
  });
  addPages(app, identity, operations);
  return app;
}

/** fastify would refuse what is no media type; here it is just another wrong one, and none at all counts as JSON. */
function acceptableType(type: string | undefined): string | undefined {
  if (type === undefined) return undefined;
  if (type === '') return 'application/json';
  return /^\s*[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/.test(type) ? type : 'application/octet-stream';
}

async function addForms(scope: FastifyInstance): Promise<void> {
  const limits = { fileSize: bodyLimit, fieldSize: bodyLimit, files: 1_000, fields: 1_000, parts: 1_000 };
  // Only a file name makes a part a file; the part's content type does not count.
  await scope.register(multipart, { limits, isPartAFile: (_name, _type, fileName) => fileName !== undefined });
}

const pages = ['/openapi.json', '/docs', '/redoc'];

function addCommonAnswers(app: FastifyInstance, operations: readonly Operation[], middleware: Middleware): void {
  const { origins = ['*'], requestIds = false, observe } = middleware;
  const route = createRouting(operations, pages);
  // Without a log Fastify does not time a reply itself.
  const starts = new WeakMap<object, number>();
  app.addHook('onRequest', (request, reply, done) => {
    starts.set(request, performance.now());
    if (requestIds) void reply.header('x-request-id', request.id);
    if (answerCors(request, reply, origins)) return;
    request.headers['content-type'] = acceptableType(request.headers['content-type']);
    if (!answerByRouting(route(request.method, pathOf(request)), request, reply)) done();
  });
  if (observe) {
    app.addHook('onSend', (request, reply, _payload, done) => {
      const { statusCode: status } = reply;
      const now = performance.now();
      const durationMs = now - (starts.get(request) ?? now);
      observe({ method: request.method, path: pathOf(request), status, durationMs });
      done();
    });
  }
  app.setErrorHandler((error, request, reply) => {
    try {
      if (sendRefusal(reply, error)) return;
    } catch {
      // The input that a 422 shows is nested too deeply to be written.
    }
    const failure = middleware.onFailure?.(error, request.id);
    if (failure) sendJson(reply, failure.status, failure.body);
    else void reply.code(500).header('content-type', 'text/plain; charset=utf-8').send('Internal Server Error');
  });
}

function pathOf(request: FastifyRequest): string {
  return decodePath(request.url.split('?')[0] ?? '');
}

/** False for an error that is not an answer of the app. */
function sendRefusal(reply: FastifyReply, error: unknown): boolean {
  if (error instanceof Unprocessable) sendJson(reply, 422, { detail: error.issues });
  else if (error instanceof Refusal) sendJson(reply, error.status, { detail: error.detail });
  else return false;
  return true;
}

function addOperation(app: FastifyInstance, each: Operation): void {
  app.route({
    method: each.method,
    url: each.path.replace(/\{(\w+)\}/g, ':$1'),
    async handler(request, reply) {
      const answer = await each.run(await readIncoming(each, request));
      if (each.status === 204) return reply.code(204).send();
      if (each.contentType !== undefined) return reply.type(each.contentType).send(answer);
      sendJson(reply, each.status, answer);
      return reply;
    },
  });
}

function addPages(app: FastifyInstance, identity: Identity, operations: readonly Operation[]): void {
  const method = ['GET', 'HEAD'];
  const html = 'text/html; charset=utf-8';
  app.route({
    method,
    url: '/openapi.json',
    handler: (_request, reply) => {
      sendJson(reply, 200, describeApi(identity, operations));
    },
  });
  app.route({
    method,
    url: '/docs',
    handler: (_request, reply) => reply.type(html).send(docsPage(identity, operations)),
  });
  app.route({
    method,
    url: '/redoc',
    handler: (_request, reply) => reply.type(html).send(redocPage(identity, operations)),
  });
}

/** FastAPI names no charset for JSON; fastify would add one to a text. */
function sendJson(reply: FastifyReply, status: number, value: unknown): void {
  const content = Buffer.from(JSON.stringify(value));
  void reply.code(status).header('content-type', 'application/json').send(content);
}
