import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';

/** A certificate for `localhost` alone, and the authority that nobody knows who signed it. */
export interface Certificates {
  readonly authority: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/** Whether certificates can be made here. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Makes certificates in a folder. */
export function makeCertificates(directory: string): Certificates {
  const file = (name: string): string => path.join(directory, name);
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=nobody knows');
  openssl('req', ...newKey, '-keyout', file('server.key'), '-out', file('server.csr'), '-subj', '/CN=localhost');
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost');
  const signer = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('names')];
  openssl('x509', '-req', '-in', file('server.csr'), ...signer, '-out', file('server.pem'));
  return {
    authority: file('ca.pem'),
    key: readFileSync(file('server.key')),
    certificate: readFileSync(file('server.pem')),
  };
}

export interface TlsProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Code of the packet with which PostgreSQL's protocol asks for TLS. */
const sslRequest = 80877103;

/** What a server says that wants TLS and does not get it, in the words of pgbouncer. */
function refusal(): Buffer {
  const body = Buffer.from('SFATAL\0C08P01\0MSSL required\0\0');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from('E'), length, body]);
}

/** Ends TLS in front of a PostgreSQL that has none, and refuses whoever does without. */
export async function startTlsProxy(target: number, { key, certificate }: Certificates): Promise<TlsProxy> {
  const sockets = new Set<Socket>();
  const keep = <S extends Socket>(socket: S): S => {
    sockets.add(socket.on('error', () => undefined));
    return socket;
  };
  const server = createServer((socket) => {
    keep(socket).once('data', (first) => {
      if (first.length !== 8 || first.readInt32BE(4) !== sslRequest) {
        socket.end(refusal());
        return;
      }
      socket.write('S');
      const secure = keep(new TLSSocket(socket, { isServer: true, key, cert: certificate }));
      secure.pipe(keep(connect(target, '127.0.0.1'))).pipe(secure);
    });
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
