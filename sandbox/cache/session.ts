import { argument, type Command, type Context } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { Failure, Status, type Protocol, type Reply } from './replies.ts';
import type { Store, Watcher } from './store.ts';

interface Request {
  readonly command: Command;
  readonly args: readonly Buffer[];
}

/** What all connections of a server have in common. */
export interface Server {
  readonly store: Store;
  readonly password: string | undefined;
  readonly sessions: Set<Session>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** One connection: what it is allowed, how it is answered, and its transaction. */
export class Session {
  protocol: Protocol = 2;
  authenticated: boolean;
  name = '';
  library = { name: '', version: '' };
  /** Ends the connection after the answer. */
  closing = false;
  /** The last command, in lower case. */
  last = 'NULL';
  queue: { readonly requests: Request[]; bytes: number; broken: boolean } | undefined;
  readonly #watched = new Set<string>();
  readonly #watcher: Watcher = { dirty: false };

  constructor(
    readonly server: Server,
    readonly id: number,
    readonly address: string,
    readonly openedAt = Date.now(),
  ) {
    this.authenticated = server.password === undefined;
    server.sessions.add(this);
  }

  /** Carries a request out, or queues it. Never throws. */
  answer([name = Buffer.alloc(0), ...args]: readonly Buffer[]): Reply {
    try {
      const request = this.#admit(name, args);
      if (!this.queue || request.command.atOnce) return this.carryOut(request);
      this.queue.requests.push(request);
      this.queue.bytes += sizeOf(args);
      return new Status('QUEUED');
    } catch (error) {
      if (this.queue) this.queue.broken = true;
      return failureOf(error);
    }
  }

  carryOut({ command, args }: Request): Reply {
    try {
      return command.run({ store: this.server.store, session: this } satisfies Context, args);
    } catch (error) {
      return failureOf(error);
    }
  }

  watch(keys: readonly string[]): void {
    const { store } = this.server;
    for (const key of keys) {
      // One that is expired already is no change later.
      store.find(key);
      this.#watched.add(key);
      store.watch(key, this.#watcher);
    }
  }

  /** Whether a watched key was changed; one that has expired was. */
  isDirty(): boolean {
    for (const key of this.#watched) this.server.store.find(key);
    return this.#watcher.dirty;
  }

  /** Ends the transaction and forgets the watched keys. */
  forget(): void {
    this.queue = undefined;
    for (const key of this.#watched) this.server.store.unwatch(key, this.#watcher);
    this.#watched.clear();
    this.#watcher.dirty = false;
  }

  close(): void {
    this.forget();
    this.server.sessions.delete(this);
  }

  #admit(spelled: Buffer, args: readonly Buffer[]): Request {
    const name = spelled.toString('latin1').toLowerCase();
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new Failure(unknown(spelled, args));
    const [least, most = Infinity] = command.arity;
    if (args.length < least || args.length > most)
      throw new Failure(`ERR wrong number of arguments for '${name}' command`);
    if (!this.authenticated && !command.open) throw new Failure('NOAUTH Authentication required.');
    if (command.grows && this.server.store.isFull(sizeOf(args) + (this.queue?.bytes ?? 0)))
      throw new Failure("OOM command not allowed when used memory > 'maxmemory'.");
    this.last = name;
    return { command, args };
  }
}

const sizeOf = (args: readonly Buffer[]): number => args.reduce((size, { length }) => size + length, 0);

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  console.error('Redis: unexpected error', error);
  return new Failure('ERR internal error of the sandbox');
}

/** Redis cuts the name and the list of arguments at 128 bytes each. */
function unknown(name: Buffer, args: readonly Buffer[]): string {
  let list = '';
  for (let place = 0; place < args.length && list.length < 128; place += 1) {
    list += `'${argument(args, place).toString('latin1', 0, 128 - list.length)}' `;
  }
  return `ERR unknown command '${name.toString('latin1', 0, 128)}', with args beginning with: ${list}`;
}
