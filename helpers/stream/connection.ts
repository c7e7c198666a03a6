import { request as sendPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as sendSecure } from 'node:https';
import { payload } from '../http/transport.ts';
import type { LooseRequest, Method } from '../http/operation.ts';

/** What a connection tells, each as soon as it comes. */
export interface ConnectionEvents {
  answered(status: number, headers: Readonly<Record<string, string>>): void;
  received(text: string): void;
  /** Once, at the end: undefined when the answer is complete, else why it is not. */
  ended(reason: string | undefined): void;
}

/** One request on a connection of its own, so that nothing waits behind it and nothing is kept back. */
export interface Connection {
  /** Closes the connection at once. */
  close(): void;
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')]));

function follow(incoming: IncomingMessage, events: ConnectionEvents): void {
  // A character may be cut in two between pieces.
  incoming.setEncoding('utf8');
  incoming.on('data', (text: string) => {
    events.received(text);
  });
  incoming.on('close', () => {
    events.ended(incoming.complete ? undefined : 'the connection was closed before the answer was complete');
  });
  // `close` follows, and says whether the answer was complete.
  incoming.on('error', () => undefined);
}

/** Sends one request and hands on what comes, piece by piece. Redirects are not followed, nothing is retried. */
export function connect(method: Method, url: string, request: LooseRequest, events: ConnectionEvents): Connection {
  const { data, headers } = payload(request);
  const send = url.startsWith('https:') ? sendSecure : sendPlain;
  let ended = false;
  const end = (reason: string | undefined): void => {
    if (!ended) events.ended(reason);
    ended = true;
  };
  const outgoing: ClientRequest = send(
    url,
    {
      ...{ method, agent: false },
      // A compressed stream could only be read in blocks.
      headers: { accept: 'text/event-stream', 'accept-encoding': 'identity', ...request.headers, ...headers },
    },
    (incoming) => {
      events.answered(incoming.statusCode ?? 0, headersOf(incoming));
      follow(incoming, { ...events, ended: end });
    },
  );
  outgoing.on('error', (error) => {
    end(error.message);
  });
  outgoing.end(data);
  return {
    close() {
      outgoing.destroy();
    },
  };
}
