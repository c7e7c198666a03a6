import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of connections: passed on; refused; accepted and never answered; reset; passed on late; refused every other time with S3's words. */
export const modes = ['through', 'down', 'hanging', 'resetting', 'slow', 'throttling'] as const;

export type Mode = (typeof modes)[number];

/** Milliseconds by which each chunk is late. */
const delay = 40;
const body =
  '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
const slowDown = `HTTP/1.1 503 Slow Down\r\ncontent-type: application/xml\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`;

/** A TCP proxy on the way to a dependency, whose ways can be changed at any time. */
export class Switch {
  private readonly sockets = new Set<Socket>();
  private mode: Mode = 'through';
  private count = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    readonly port: number,
  ) {}

  /** In front of the server of this URL. */
  static async before(url: string): Promise<Switch> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const made = new Switch(server, new URL(url), (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      made.take(socket);
    });
    return made;
  }

  /** The same URL through this proxy. */
  through(url: string): string {
    const own = new URL(url);
    own.host = `127.0.0.1:${String(this.port)}`;
    return own.href.replace(/\/$/, '');
  }

  /** Changes what becomes of connections, and ends those that there are, but for those that are to hang. */
  async turn(mode: Mode): Promise<void> {
    if (mode === this.mode) return;
    const before = this.mode;
    this.mode = mode;
    // What is only late keeps its connections.
    const isLate = mode === 'slow' || (before === 'slow' && mode === 'through');
    if (isLate) return;
    if (mode === 'hanging') for (const socket of this.sockets) socket.removeAllListeners('data').pause();
    else for (const socket of this.sockets) socket.resetAndDestroy();
    if (mode === 'down') await new Promise((resolve) => this.server.close(resolve));
    else if (before === 'down') await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
  }

  async close(): Promise<void> {
    if (this.mode !== 'down') await this.turn('down');
  }

  private take(socket: Socket): void {
    this.keep(socket);
    this.count += 1;
    if (this.mode === 'resetting' || this.mode === 'down') socket.resetAndDestroy();
    else if (this.mode === 'throttling' && this.count % 2 === 0)
      socket.once('data', () => socket.end(slowDown)).resume();
    else if (this.mode !== 'hanging') this.join(socket);
  }

  private join(socket: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    this.keep(far);
    const late = (): number => (this.mode === 'slow' ? delay : 0);
    for (const [from, to] of [
      [socket, far],
      [far, socket],
    ] as const) {
      from.on('data', (chunk) => {
        if (late() === 0) to.write(chunk);
        else setTimeout(() => to.write(chunk), late());
      });
      from.on('close', () => setTimeout(() => to.destroy(), delay));
      from.resume();
    }
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}
