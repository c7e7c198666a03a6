import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startWatchdog } from '../watchdog.ts';
import { createCluster, reason } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { cleanEnvironment, serverIdentity } from './process.ts';

export interface Role {
  user: string;
  password: string;
}

export interface PostgresServer {
  url(role: Role, database: string): string;
  superUrl(database: string): string;
  /** Name of the empty database that a cluster begins with, for the first who asks; undefined for the others. */
  takeEmpty(): string | undefined;
  /** Stops the server and removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts a PostgreSQL on an empty cluster in `directory`, a folder of its own that is removed at the end, also when this process is
 * killed. Throws one clear line.
 */
export async function startPostgres(options: {
  host: string;
  port: number;
  directory: string;
}): Promise<PostgresServer> {
  const { host, port, directory } = options;
  const watchdog = startWatchdog('QUIT', directory);
  const remove = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    watchdog.dismiss();
  };
  try {
    const password = randomBytes(16).toString('hex');
    const cluster = await createCluster(directory, password, (pid) => {
      watchdog.guard(pid);
    });
    const server = spawnServer(cluster, host, port);
    if (server.pid !== undefined) watchdog.guard(server.pid);
    await ready(server, host, port);
    const url = (role: Role, database: string): string => connectionUrl(role, { host, port, database });
    const empty = ['postgres'];
    return {
      url,
      superUrl: (database) => url({ user: 'postgres', password }, database),
      takeEmpty: () => empty.pop(),
      close: async () => {
        await stop(server);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

export function connectionUrl(role: Role, place: { host: string; port: number; database: string }): string {
  return `postgresql://${role.user}:${role.password}@${place.host}:${String(place.port)}/${place.database}`;
}

function spawnServer(cluster: Cluster, host: string, port: number): ChildProcess {
  // The cluster lives as long as the sandbox: nothing needs to survive a loss of power.
  const settings = {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    // Not the statements that are refused: that is an answer to whoever sent them.
    log_min_messages: 'log',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(path.join(cluster.native, 'bin', 'postgres'), ['-D', cluster.data, ...args], {
    ...serverIdentity(),
    cwd: '/',
    env: cleanEnvironment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Waits for the server's own word in its log; from then on the log goes to ours. */
async function ready(server: ChildProcess, host: string, port: number): Promise<void> {
  let log = '';
  const collect = (chunk: Buffer): void => {
    log += chunk.toString();
  };
  server.stderr?.on('data', collect);
  const code = await new Promise<number | null | 'ready'>((resolve) => {
    server.stderr?.on('data', () => {
      if (log.includes('ready to accept connections')) resolve('ready');
    });
    server.once('error', (error) => {
      log += error.message;
      resolve(null);
    });
    server.once('close', resolve);
  });
  if (code === 'ready') {
    server.stderr?.off('data', collect);
    server.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    return;
  }
  const taken = log.includes('Address already in use');
  const detail = taken ? 'the port is taken; set SANDBOX_PORTS to use other ports' : reason({ code, output: log });
  throw new Error(`PostgreSQL cannot listen on ${host}:${String(port)}: ${detail}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  // Fast shutdown; immediate when a client holds it up.
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGQUIT'), 3_000);
  await gone;
  clearTimeout(timer);
}
