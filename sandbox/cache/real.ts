import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import { bind } from '../listen.ts';
import { cacheUrl, defaultMaxBytes, type Cache, type CacheOptions } from './server.ts';
import { startWatchdog } from '../watchdog.ts';

export interface RealCacheOptions extends CacheOptions {
  /** A folder of its own, which is removed at the end, also when this process is killed. */
  directory: string;
}

/** The redis-server that SANDBOX_REDIS_SERVER names, or the first on PATH; undefined where there is none. Throws when the one named is no program. */
export function findRedis(env: NodeJS.ProcessEnv): string | undefined {
  const named = env['SANDBOX_REDIS_SERVER'];
  if (named) {
    if (!isProgram(named)) throw new Error(`SANDBOX_REDIS_SERVER=${named} is not usable: it is no program`);
    return path.resolve(named);
  }
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, 'redis-server')).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts a real redis-server in the stand-in's place. Throws one clear line. */
export async function realCache(program: string, options: RealCacheOptions): Promise<Cache> {
  const { host, directory } = options;
  const port = options.port === 0 ? await freePort(host) : options.port;
  await mkdir(directory, { recursive: true });
  const watchdog = startWatchdog('KILL', directory);
  let server: ChildProcess | undefined;
  const cache: Cache = {
    url: cacheUrl(options, port),
    async start() {
      if (server) return;
      server = spawnServer(program, { ...options, port });
      if (server.pid !== undefined) watchdog.guard(server.pid);
      await ready(server, host, port);
    },
    async stop() {
      const ending = server;
      server = undefined;
      if (ending) await end(ending);
    },
    async close() {
      await cache.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
      watchdog.dismiss();
    },
  };
  try {
    await cache.start();
    return cache;
  } catch (error) {
    await cache.close();
    throw error;
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  const port = await bind(server, 'Redis', host, 0);
  server.close();
  await once(server, 'close');
  return port;
}

function spawnServer(program: string, options: RealCacheOptions): ChildProcess {
  const { host, port, password, directory, keepData = false, maxBytes = defaultMaxBytes } = options;
  const settings = {
    ...{ bind: host, port: String(port), dir: directory, databases: '1', daemonize: 'no', loglevel: 'notice' },
    ...{ maxmemory: String(maxBytes), 'maxmemory-policy': 'noeviction', appendonly: 'no' },
    // Where there is a rule for saving, the end of the server saves; this one never comes true before.
    save: keepData ? '86400 1000000000' : '',
  };
  // By standard input, as a command line is everybody's to read.
  const lines = Object.entries({ ...settings, ...(password === undefined ? {} : { requirepass: password }) });
  const server = spawn(program, ['-'], { cwd: directory, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  server.stdin.on('error', () => undefined);
  server.stdin.end(lines.map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join(''));
  return server;
}

/** Waits for the server's own word in its log, of which only the beginning is kept. */
async function ready(server: ChildProcess, host: string, port: number): Promise<void> {
  let log = '';
  const outcome = await new Promise<'ready' | 'ended'>((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (log.length < 100_000) log += chunk.toString();
        if (log.includes('Ready to accept connections')) resolve('ready');
      });
    }
    server.once('error', (error) => {
      log += error.message;
      resolve('ended');
    });
    server.once('close', () => {
      resolve('ended');
    });
  });
  if (outcome === 'ready') return;
  const taken = log.includes('Address already in use');
  const last = log.trim().split('\n').at(-1) || 'it ended without a word';
  const detail = taken ? 'the port is taken; set SANDBOX_PORTS to use other ports' : last;
  throw new Error(`Redis cannot listen on ${host}:${String(port)}: ${detail}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(timer);
}
