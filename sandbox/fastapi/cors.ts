import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Credentials, all methods and headers allowed to these origins (`*`: to every one), as Starlette's middleware answers.
 * True when the answer has been sent.
 */
export function answerCors(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const preflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
  if (!origins.includes('*') && !origins.includes(origin)) return preflight && refusePreflight(reply);
  // With credentials a browser does not take `*`, so the origin is named where a cookie or a preflight asks for it.
  const named = preflight || !origins.includes('*') || request.headers.cookie !== undefined;
  void reply.header('access-control-allow-origin', named ? origin : '*');
  void reply.header('access-control-allow-credentials', 'true');
  if (named) void reply.header('vary', 'Origin');
  if (!preflight) return false;
  void reply.header('access-control-allow-methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT');
  void reply.header('access-control-max-age', '600');
  const wanted = request.headers['access-control-request-headers'];
  if (wanted !== undefined) void reply.header('access-control-allow-headers', wanted);
  void reply.code(200).header('content-type', 'text/plain; charset=utf-8').send('OK');
  return true;
}

function refusePreflight(reply: FastifyReply): true {
  void reply.code(400).header('content-type', 'text/plain; charset=utf-8').send('Disallowed CORS origin');
  return true;
}
