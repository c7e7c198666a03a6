import { Agent, request as sendPlain, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as sendSecure } from 'node:https';
import { noAnswer, payload, type Wire, type WireAnswer } from './transport.ts';

/** Connections of a load, as many as it has calls at once, each kept for the next call. */
export interface Connections {
  readonly wire: Wire;
  close(): void;
}

/**
 * Connections that cost next to nothing to use, without redirects and repetitions. Playwright's request context takes several
 * milliseconds of a core for each call: of fifty at once a test would measure its own client.
 */
export function openConnections(headers: Readonly<Record<string, string>>): Connections {
  const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) };
  return {
    wire: (call) =>
      new Promise((resolve, reject) => {
        const { method, url, request, timeout } = call;
        if (request.multipart) throw new Error(`${method} ${url}: a load sends no forms`);
        const { data, headers: contentHeaders } = payload(request);
        const [send, agent] = url.startsWith('https:')
          ? ([sendSecure, agents['https:']] as const)
          : ([sendPlain, agents['http:']] as const);
        const signal = AbortSignal.timeout(timeout);
        const fail = (error: unknown): void => {
          reject(noAnswer(call, signal.aborted ? `Timeout ${String(timeout)}ms exceeded` : error));
        };
        const options = {
          ...{ method, agent, signal },
          headers: { ...headers, ...request.headers, ...contentHeaders },
        };
        send(url, options, (incoming) => {
          read(incoming).then(resolve, fail);
        })
          .on('error', fail)
          .end(data);
      }),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

async function read(incoming: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value = '']) => [name, [value].flat().join(', ')]);
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    bytes: Buffer.concat(chunks),
  };
}
