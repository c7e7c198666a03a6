import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverIdentity } from '../../sandbox/postgres/process.ts';

const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** The pgbouncer of this machine, if it has one. */
export const pgbouncer = folders.map((folder) => path.join(folder, 'pgbouncer')).find((program) => existsSync(program));

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', settle(true)).once('error', settle(false));
  });

/** A pooler with its default configuration, in transaction mode, with one connection that all clients take turns on. */
export async function startPgbouncer(options: {
  readonly program: string;
  readonly directory: string;
  readonly port: number;
  readonly target: number;
  readonly role: { readonly user: string; readonly password: string };
}): Promise<{ close(): Promise<void> }> {
  const { program, directory, port, target, role } = options;
  const file = (name: string, lines: readonly string[]): string => {
    const place = path.join(directory, name);
    writeFileSync(place, `${lines.join('\n')}\n`);
    return place;
  };
  chmodSync(directory, 0o755);
  const users = file('users.txt', [`"${role.user}" "${role.password}"`]);
  const configuration = file('pgbouncer.ini', [
    ...['[databases]', `* = host=127.0.0.1 port=${String(target)}`, '[pgbouncer]', 'listen_addr = 127.0.0.1'],
    ...[`listen_port = ${String(port)}`, 'unix_socket_dir =', 'auth_type = scram-sha-256', `auth_file = ${users}`],
    ...['pool_mode = transaction', 'default_pool_size = 1'],
  ]);
  const child = spawn(program, ['-q', configuration], { ...serverIdentity(), stdio: 'ignore' });
  const ended = once(child, 'exit');
  const end = performance.now() + 10_000;
  while (!(await answers(port))) {
    await pause(20);
    if (child.exitCode !== null || performance.now() > end) throw new Error(`${program} does not start`);
  }
  return {
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
