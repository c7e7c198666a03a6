import type { Server } from 'node:http';
import type { Server as SocketServer } from 'node:net';

export interface Listening {
  /** http://host:port, with the port that was given out when 0 was asked for. */
  url: string;
  /** Stops listening and ends idle and running connections. */
  close: () => Promise<void>;
}

/** Binds a server of HTTP. Throws one clear line when the port cannot be had. */
export async function listen(server: Server, name: string, host: string, port: number): Promise<Listening> {
  // Longer than any client keeps an idle connection, so that none is closed under a request that is on its way.
  server.keepAliveTimeout = 120_000;
  const bound = await bind(server, name, host, port);
  return {
    url: `http://${host}:${String(bound)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Binds a server of any protocol; answers the port, which is given out when 0 is asked for. Throws one clear line when it cannot be had. */
export async function bind(server: SocketServer, name: string, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'the port is taken; set SANDBOX_PORTS to use other ports' : error.message;
      reject(new Error(`${name} cannot listen on ${host}:${String(port)}: ${reason}`));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}
