import { createHash, timingSafeEqual } from 'node:crypto';
import { Failure, ok, Pairs, Status, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import { argument, integerIn, nameOf, type Commands, type Context } from './command.ts';
import { clientName, version } from './server.ts';

const wrongPassword = 'WRONGPASS invalid username-password pair or user is disabled.';

function authenticate(session: Session, user: Buffer, password: Buffer): void {
  const expected = session.server.password;
  const digest = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
  const known = nameOf(user) === 'default';
  // Without a password the user `default` comes in with any.
  if (!known || (expected !== undefined && !timingSafeEqual(digest(password), digest(expected))))
    throw new Failure(wrongPassword);
  session.authenticated = true;
}

function auth({ session }: Context, args: readonly Buffer[]): Reply {
  if (args.length === 1 && session.server.password === undefined) {
    throw new Failure(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  const [user, password] =
    args.length === 1 ? [Buffer.from('default'), argument(args, 0)] : [argument(args, 0), argument(args, 1)];
  authenticate(session, user, password);
  return ok;
}

/** Name, password and protocol are taken over together, or none of them. */
function hello({ session }: Context, args: readonly Buffer[]): Reply {
  const wanted = args[0] === undefined ? BigInt(session.protocol) : protocolIn(args[0]);
  let name = session.name;
  let account: [Buffer, Buffer] | undefined;
  for (let at = 1; at < args.length; at += 1) {
    const option = nameOf(argument(args, at));
    const left = args.length - at - 1;
    if (option.toLowerCase() === 'auth' && left >= 2) account = [argument(args, (at += 1)), argument(args, (at += 1))];
    else if (option.toLowerCase() === 'setname' && left >= 1) name = clientName(argument(args, (at += 1)));
    else throw new Failure(`ERR Syntax error in HELLO option '${option}'`);
  }
  if (account) authenticate(session, ...account);
  if (!session.authenticated) {
    throw new Failure(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  session.name = name;
  session.protocol = wanted === 3n ? 3 : 2;
  return new Pairs([
    ['server', 'redis'],
    ['version', version],
    ['proto', session.protocol],
    ['id', session.id],
    ['mode', 'standalone'],
    ['role', 'master'],
    ['modules', []],
  ]);
}

function protocolIn(bytes: Buffer): bigint {
  const text = nameOf(bytes);
  if (!/^-?\d+$/.test(text)) throw new Failure('ERR Protocol version is not an integer or out of range');
  if (text !== '2' && text !== '3') throw new Failure('NOPROTO unsupported protocol version');
  return BigInt(text);
}

export const connection: Commands = {
  auth: { arity: [1, 2], open: true, run: auth },
  hello: { arity: [0], open: true, run: hello },
  ping: { arity: [0, 1], run: (_, args) => args[0] ?? new Status('PONG') },
  select: {
    arity: [1, 1],
    run(_, args) {
      if (integerIn(argument(args, 0)) !== 0n) throw new Failure('ERR DB index is out of range');
      return ok;
    },
  },
  quit: {
    arity: [0],
    open: true,
    atOnce: true,
    run({ session }) {
      session.closing = true;
      return ok;
    },
  },
};
