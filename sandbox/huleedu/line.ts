import { connect, createServer, type Socket } from 'node:net';
import { bind } from '../listen.ts';
import type { Closable } from '../parts.ts';

/** A way to a server that can be cut. */
export interface Line extends Closable {
  port: number;
  /** Ends every connection; new ones end at once. */
  stop(): void;
  /** Lets connections through again. */
  start(): void;
}

/** The same address by another port. */
export function through(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}

/** Opens a port of its own that leads to the one of an address. */
export async function openLine(host: string, url: string): Promise<Line> {
  const target = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  let open = true;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    return socket;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (!open) {
      incoming.destroy();
      return;
    }
    const outgoing = keep(connect(target, host));
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
  });
  const port = await bind(server, 'A line', host, 0);
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    stop() {
      open = false;
      end();
    },
    start() {
      open = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        end();
      }),
  };
}
