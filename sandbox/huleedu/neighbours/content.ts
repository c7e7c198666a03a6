import { randomUUID } from 'node:crypto';
import type { Listening } from '../../listen.ts';
import { notFound, serve } from './answering.ts';

/**
 * The content service. `GET /v1/content/<id>` is the contract's (d.6); how a text gets there is not laid down:
 * `POST /v1/content` with the text as its body is the sandbox's own, answered with `201 {"storage_id"}`.
 */
export function startContent(place: { host: string; port: number }): Promise<Listening> {
  const texts = new Map<string, Buffer>();
  return serve('Content service', place, ({ method, path, body }) => {
    if (method === 'POST' && path === '/v1/content') {
      const id = randomUUID();
      texts.set(id, body);
      return { status: 201, body: { storage_id: id } };
    }
    const id = /^\/v1\/content\/([^/]+)$/.exec(path)?.[1];
    const text = method === 'GET' && id !== undefined ? texts.get(decodeURIComponent(id)) : undefined;
    return text === undefined ? notFound : { status: 200, body: text };
  });
}
