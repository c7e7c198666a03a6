import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EndedTest, Engine, TestInLane } from './engine.ts';

/** Serves the engine to the tests of a run (`fixtures/detection.ts`), on loopback. */
export async function serveEngine(engine: Engine): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = await readJson(request);
    if (request.url === '/begin') return engine.begin(body as TestInLane);
    if (request.url === '/end') return engine.end(body as EndedTest);
    throw new Error(`${request.url ?? ''} is not served`);
  };
  const server = createServer((request, response) => {
    answer(request)
      .then((found) => response.end(JSON.stringify(found)))
      .catch((error: unknown) => {
        engine.problems.push(String(error));
        response.writeHead(500).end(String(error));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
