import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { listen, type Listening } from '../../listen.ts';

/** An answer with a status and a JSON body of its own, thrown from anywhere below a route. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super(JSON.stringify(body));
    this.name = 'HttpError';
  }
}

/** `{"error": "<text>"}`, the form of plain errors. */
export const plainError = (status: number, error: string): HttpError => new HttpError(status, { error });

/**
 * An app without routes. Bodies come as texts (`jsonBody` reads them), an `HttpError` becomes its answer, and anything else
 * `500 {"error": "Internal server error"}`.
 */
export function createHttp(): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 32 * 1024 * 1024, routerOptions: { ignoreTrailingSlash: false } });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error, _request, reply) => {
    const failure = error instanceof HttpError ? error : plainError(500, 'Internal server error');
    return reply.status(failure.status).send(failure.body);
  });
  return app;
}

/** The body as JSON; undefined when it is empty or none. */
export function jsonBody(request: FastifyRequest): unknown {
  try {
    return typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
  } catch {
    return undefined;
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID in its usual form. */
export const isUuid = (text: string): boolean => uuidForm.test(text);

/** The caller's `X-Correlation-ID` when it is a UUID; undefined otherwise. */
export function correlationOf(request: FastifyRequest): string | undefined {
  const sent = request.headers['x-correlation-id'];
  return typeof sent === 'string' && isUuid(sent) ? sent.toLowerCase() : undefined;
}

/** Listens; a missing port is picked. Throws one clear line when the port is taken. */
export async function serve(app: FastifyInstance, name: string, host: string, port: number): Promise<Listening> {
  await app.ready();
  return listen(app.server, name, host, port);
}
