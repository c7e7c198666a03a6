import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen, type Listening } from '../../listen.ts';

/** One call of a neighbour, its body whole. */
export interface Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  /** Sent as JSON, bytes as plain text. */
  body: object;
}

export const notFound: Answer = { status: 404, body: { error: 'Not found' } };

/** Serves calls one by one; what is thrown is answered with 500. */
export function serve(
  name: string,
  { host, port }: { host: string; port: number },
  answer: (call: Call) => Answer | Promise<Answer>,
): Promise<Listening> {
  const respond = async (call: Call): Promise<Answer> => {
    if (call.path === '/healthz') return { status: 200, body: { status: 'healthy' } };
    try {
      return await answer(call);
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const path = url.split('?')[0] ?? '';
      void respond({ method, path, headers, body: Buffer.concat(chunks) }).then(({ status, body }) => {
        const isText = Buffer.isBuffer(body);
        response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
        response.end(isText ? body : JSON.stringify(body));
      });
    });
  });
  return listen(server, name, host, port);
}

/** The JSON of a body; undefined when it is none. */
export function jsonOf({ body }: Call): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
