import { once } from 'node:events';
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Proof, Reply } from './proof.ts';

/** Names the proof whose lie a request shall meet; requests without it pass unaltered. */
export const proofHeader = 'x-red-proof';

export interface Proxy {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** How often the lie of each proof was told, by spec. */
  readonly told: Map<string, number>;
  close(): Promise<void>;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function forward(upstream: string, incoming: IncomingMessage, body: Buffer, agent: Agent): Promise<Reply> {
  const own = ['host', proofHeader];
  const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !own.includes(name)));
  const outgoing = send(upstream + (incoming.url ?? ''), { method: incoming.method, headers, agent });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readAll(response) };
}

function write(response: ServerResponse, { status, headers, body }: Reply, method: string | undefined): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    const framing = /^(connection|keep-alive|transfer-encoding|content-length)$/.test(name);
    if (value !== undefined && !framing) response.setHeader(name, value);
  }
  response.end(method === 'HEAD' || status === 204 ? undefined : body);
}

/** A loopback proxy in front of an API that tells each proof's lie to the requests which carry its header. */
export async function startProxy(upstream: string, proofs: readonly Proof[]): Promise<Proxy> {
  const told = new Map<string, number>();
  const agent = new Agent({ keepAlive: true });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const onward = (): Promise<Reply> => forward(upstream, incoming, body, agent);
    const path = incoming.url?.replace(/\?.*$/, '') ?? '';
    const proof = proofs.find(({ spec }) => spec === incoming.headers[proofHeader]);
    const meant = proof && proof.lie.method === incoming.method && proof.lie.path.test(path);
    if (meant) told.set(proof.spec, (told.get(proof.spec) ?? 0) + 1);
    write(response, await (meant ? proof.lie.tell(onward) : onward()), incoming.method);
  };
  const server = createServer((incoming, response) => {
    // The upstream is gone or broken: the client sees a connection that ends without an answer.
    handle(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    told,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
