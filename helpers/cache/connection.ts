import type { Redis } from 'ioredis';
import type { Redact } from '../http/redaction.ts';

/** The commands that change nothing. */
const readingCommands = ['GET', 'HGETALL', 'SMEMBERS', 'PTTL', 'TYPE', 'SCAN'] as const;

type Command = (typeof readingCommands)[number] | 'SET' | 'DEL';

/** What a command is answered, as bytes: RESP2 shapes, a hash as a flat list. */
export type Answer = Buffer | number | null | readonly Answer[];

export interface CacheOptions {
  /** `redis:` or `rediss:` (TLS), with user, password and number of the database as far as they are needed. */
  readonly url: string;
  /** Shown by `CLIENT LIST`, so that a stray connection names its run. */
  readonly clientName: string;
  readonly redact: Redact;
  /** Whether anything may be changed. */
  readonly writes: boolean;
  /** Milliseconds for the connection, and for each command; default: 10 seconds. */
  readonly patience?: number;
}

/** What to do about a refusal, by the first word of Redis or the code of the system. */
const advice: readonly [RegExp, string][] = [
  [/^(WRONGPASS|NOAUTH)|without any password configured/, 'its URL needs the right user and password'],
  [/^NOPERM/, 'the user of its URL needs the right to this command and key (ACL SETUSER)'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/, 'is it up, and can it be reached from here?'],
  [
    /ETIMEDOUT|timed out/,
    'it did not answer in time: is it up, does a firewall stand between, is TLS (rediss:) wanted?',
  ],
  [/certificate|SSL|TLS|socket disconnected/i, 'does it speak TLS (rediss:), with a certificate that is trusted here?'],
  [/^DENIED/, 'protected mode lets nobody in from outside: set a password there'],
];

/** A lazily opened connection to a Redis. Throws Errors that name host, command and key, and hide the password. */
export class CacheConnection {
  private connection: Promise<Redis> | undefined;

  constructor(private readonly options: CacheOptions) {}

  get writes(): boolean {
    return this.options.writes;
  }

  /** Sends one command about a key, or a pattern. One that writes is refused where nothing may be changed. */
  async ask(command: Command, key: string, ...args: readonly (string | Buffer | number)[]): Promise<Answer> {
    const doing = `${command} ${key}`;
    if (!this.writes && !readingCommands.some((name) => name === command))
      throw new Error(`Redis ${this.place()}, ${doing}: nothing may be changed here, nothing was sent`);
    try {
      const client = await this.connect();
      // SCAN has its cursor first.
      const own = command === 'SCAN' ? args : [key, ...args];
      return (await client.callBuffer(command, ...own)) as Answer;
    } catch (error) {
      throw new Error(this.options.redact(`Redis ${this.place()}, ${doing}: ${explained(error)}`));
    }
  }

  /** Closes the connection, if one was opened. */
  async close(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    (await connection?.catch(() => undefined))?.disconnect();
  }

  /** host:port and the number of the database. */
  place(): string {
    const { host, pathname } = new URL(this.options.url);
    return host + pathname;
  }

  /** A connection that could not be opened, or was lost, is opened anew by the next command. */
  private connect(): Promise<Redis> {
    const lost = (): void => {
      // The end of an earlier one comes late.
      if (this.connection === opened) this.connection = undefined;
    };
    const opened = this.connection ?? this.open(lost);
    this.connection = opened;
    opened.catch(lost);
    return opened;
  }

  private async open(lost: () => void): Promise<Redis> {
    // The client is loaded with the first use: a smoke run that needs no Redis never pays for it.
    const { Redis: Client } = await import('ioredis');
    const { url, clientName, patience = 10_000 } = this.options;
    const client = new Client(url, {
      lazyConnect: true,
      connectionName: clientName,
      connectTimeout: patience,
      commandTimeout: patience,
      // A command fails at once where it cannot be sent: whoever waits for a recovery asks again.
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      // It asks for INFO, which a user may lack the right to.
      enableReadyCheck: false,
      protocol: 2,
    });
    let reason: Error | undefined;
    client.on('error', (error: Error) => {
      reason ??= error;
    });
    client.once('end', lost);
    try {
      await client.connect();
      // The client would go on in another database than the one that it could not select.
      if (reason !== undefined) throw reason;
      return client;
    } catch (error) {
      client.disconnect();
      // The client only says that the connection is closed; the reason came before, as an event.
      throw reason ?? error;
    }
  }
}

function explained(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const found = advice.find(([pattern]) => pattern.test(message));
  return found ? `${message}; ${found[1]}` : message;
}
