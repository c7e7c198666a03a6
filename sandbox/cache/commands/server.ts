import { Failure, ok, Verbatim, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import { argument, nameOf, type Commands, type Context } from './command.ts';

/** The Redis whose commands and words these are. */
export const version = '7.0.15';

/** Names go into a list with blanks between. */
export function clientName(bytes: Buffer): string {
  const name = nameOf(bytes);
  if (!/^[!-~]*$/.test(name))
    throw new Failure('ERR Client names cannot contain spaces, newlines or special characters.');
  return name;
}

type Subcommand = readonly [arguments: number, run: (session: Session, args: readonly Buffer[]) => Reply];

const clientCommands: Readonly<Record<string, Subcommand>> = {
  id: [0, (session) => session.id],
  list: [0, ({ server }) => new Verbatim([...server.sessions].map((session) => `${described(session)}\n`).join(''))],
  setname: [
    1,
    (session, args) => {
      session.name = clientName(argument(args, 0));
      return ok;
    },
  ],
  // Newer than the version: clients of today send it first.
  setinfo: [
    2,
    (session, args) => {
      const attribute = nameOf(argument(args, 0)).toLowerCase();
      const value = clientName(argument(args, 1));
      if (attribute === 'lib-name') session.library.name = value;
      else if (attribute === 'lib-ver') session.library.version = value;
      else throw new Failure(`ERR Unrecognized option '${attribute}'`);
      return ok;
    },
  ],
};

function described(session: Session): string {
  const seconds = Math.floor((Date.now() - session.openedAt) / 1000);
  const fields = {
    ...{ id: session.id, addr: session.address, name: session.name, age: seconds, db: 0 },
    ...{ multi: session.queue?.requests.length ?? -1, cmd: session.last, user: 'default', resp: session.protocol },
    ...{ 'lib-name': session.library.name, 'lib-ver': session.library.version },
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

function client({ session }: Context, args: readonly Buffer[]): Reply {
  const [spelled = Buffer.alloc(0), ...rest] = args;
  const name = nameOf(spelled).toLowerCase();
  const found = Object.hasOwn(clientCommands, name) ? clientCommands[name] : undefined;
  if (!found) throw new Failure(`ERR unknown subcommand '${nameOf(spelled)}'. Try CLIENT HELP.`);
  const [count, run] = found;
  if (rest.length !== count) throw new Failure(`ERR wrong number of arguments for 'client|${name}' command`);
  session.last = `client|${name}`;
  return run(session, rest);
}

function info({ session, store }: Context, args: readonly Buffer[]): Reply {
  const { sessions, startedAt } = session.server;
  const sections: Readonly<Record<string, Record<string, string | number>>> = {
    Server: {
      redis_version: version,
      redis_mode: 'standalone',
      process_id: process.pid,
      uptime_in_seconds: Math.floor((Date.now() - startedAt) / 1000),
    },
    Clients: { connected_clients: sessions.size },
    Memory: { used_memory: store.bytes, maxmemory: store.maxBytes, maxmemory_policy: 'noeviction' },
    Persistence: { loading: 0 },
    Replication: { role: 'master', connected_slaves: 0 },
    Keyspace: store.size === 0 ? {} : { db0: `keys=${String(store.size)}` },
  };
  const wanted = args.map((name) => nameOf(name).toLowerCase());
  const all = wanted.length === 0 || ['default', 'all', 'everything'].some((word) => wanted.includes(word));
  const texts = Object.entries(sections)
    .filter(([name]) => all || wanted.includes(name.toLowerCase()))
    .map(([name, values]) =>
      [`# ${name}`, ...Object.entries(values).map(([field, value]) => `${field}:${String(value)}`), ''].join('\r\n'),
    );
  return new Verbatim(texts.join('\r\n'));
}

const refuseScript = {
  arity: [1],
  run() {
    throw new Failure('ERR the sandbox runs no scripts');
  },
} as const;

export const administration: Commands = {
  client: { arity: [1], run: client },
  info: { arity: [0], run: info },
  eval: refuseScript,
  evalsha: refuseScript,
  script: refuseScript,
};
