import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from './operation.ts';

/** The answers that routing gives by itself (contract 0): 404, 405 and the redirect of a trailing slash. */
export type Verdict =
  { kind: 'found' } | { kind: 'unknown' } | { kind: 'method'; allow: string } | { kind: 'redirect' };

/** Decides by method and decoded path; pages that are not operations answer GET (and HEAD, as Starlette has it). */
export function createRouting(operations: readonly Operation[], pages: readonly string[]) {
  const routes = [
    ...operations.map(({ method, path }) => ({ methods: [method as string], pattern: patternOf(path) })),
    ...pages.map((path) => ({ methods: ['GET', 'HEAD'], pattern: patternOf(path) })),
  ];
  const methodsOf = (path: string): string[] =>
    routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
  return (method: string, path: string): Verdict => {
    const methods = methodsOf(path);
    if (methods.includes(method)) return { kind: 'found' };
    if (methods.length > 0) return { kind: 'method', allow: methods.sort().join(', ') };
    const stripped = path.replace(/\/+$/, '');
    return path !== stripped && methodsOf(stripped).length > 0 ? { kind: 'redirect' } : { kind: 'unknown' };
  };
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`, 's');
}

/** Rewrites a URL as FastAPI sees it: the path is decoded before routing, so that %2F parts segments and bad escapes stay. */
export function normaliseUrl(url: string): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return decodePath(path).split('/').map(encodeURIComponent).join('/') + query;
}

/** The decoded path of a URL; bytes that are not UTF-8 become the replacement character. */
export function decodePath(path: string): string {
  const bytes = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Sends the routing's own answer; returns false when an operation is to answer. */
export function answerByRouting(verdict: Verdict, request: FastifyRequest, reply: FastifyReply): boolean {
  if (verdict.kind === 'found') return false;
  if (verdict.kind === 'redirect') {
    const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(request.url) ?? [];
    void reply
      .code(307)
      .header('location', `http://${request.host}${path.replace(/\/+$/, '')}${query}`)
      .send();
    return true;
  }
  if (verdict.kind === 'method') void reply.header('allow', verdict.allow);
  const [status, detail] = verdict.kind === 'method' ? [405, 'Method Not Allowed'] : [404, 'Not Found'];
  void reply
    .code(status)
    .header('content-type', 'application/json')
    .send(Buffer.from(JSON.stringify({ detail })));
  return true;
}
