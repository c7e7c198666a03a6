import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { bind } from '../listen.ts';
import { startWatchdog } from '../watchdog.ts';
import { answersAt, createTopics } from './client.ts';
import { checkJava, classPath } from './apache-jars.ts';
import type { Broker, BrokerOptions } from './server.ts';
import { nodeId } from './state.ts';

/** Milliseconds that a start may take on a busy machine. */
const startTime = 120_000;

/** Small and quick to start; it is no server that has to be fast for long. */
const javaOptions = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Starts Apache Kafka itself, one node, in place of the stand-in: same options, same offer. Needs Java 17; Maven fetches the jars
 * the first time. A kill -9 of this process ends it. Throws one clear line.
 */
export async function startApache(options: BrokerOptions): Promise<Broker> {
  await checkJava();
  const jars = await classPath();
  const port = await claim(options.host, options.port);
  let running: ChildProcess | undefined;
  const watchdog = startWatchdog('KILL');
  const broker: Broker = {
    address: `${options.host}:${String(port)}`,
    async start() {
      if (running !== undefined) return;
      await claim(options.host, port);
      const settings = await writeSettings(options, port);
      await format(jars, options.directory, settings);
      running = spawnServer(jars, settings);
      if (running.pid !== undefined) watchdog.guard(running.pid);
      await ready(running, options.host, port);
    },
    async stop() {
      const ending = running;
      running = undefined;
      if (ending !== undefined) await stop(ending);
    },
    async close() {
      await broker.stop();
      watchdog.dismiss();
    },
  };
  try {
    await broker.start();
    await createTopics(options.host, port, options.topics);
  } catch (error) {
    await broker.close();
    throw error;
  }
  return broker;
}

/** Writes server.properties and answers where it is. The controller's port is another one at each start. */
async function writeSettings(options: BrokerOptions, port: number): Promise<string> {
  const { host, directory, partitions = 3, autoCreate = true } = options;
  const controller = `${host}:${String(await claim(host, 0))}`;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': nodeId,
    'controller.quorum.voters': `${String(nodeId)}@${controller}`,
    listeners: `PLAINTEXT://${host}:${String(port)},CONTROLLER://${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': path.join(directory, 'data'),
    'num.partitions': partitions,
    'auto.create.topics.enable': autoCreate,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
  };
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, 'server.properties');
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${String(value)}\n`)
      .join(''),
  );
  return file;
}

/** Prepares a folder that no broker has used yet. */
async function format(jars: string, directory: string, settings: string): Promise<void> {
  if (existsSync(path.join(directory, 'data', 'meta.properties'))) return;
  const id = randomBytes(16).toString('base64url');
  const args = ['format', '--cluster-id', `A${id.slice(1)}`, '--config', settings];
  await promisify(execFile)('java', [...javaOptions, '-cp', jars, 'kafka.tools.StorageTool', ...args]);
}

function spawnServer(jars: string, settings: string): ChildProcess {
  return spawn('java', [...javaOptions, '-cp', jars, 'kafka.Kafka', settings], {
    cwd: path.dirname(settings),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until it answers as a broker. Throws what it printed when it ends before. */
async function ready(server: ChildProcess, host: string, port: number): Promise<void> {
  let log = '';
  const collect = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-10_000);
  };
  server.stdout?.on('data', collect);
  server.stderr?.on('data', collect);
  const deadline = performance.now() + startTime;
  while (!(await answersAt(host, port))) {
    const ended = server.exitCode !== null || server.signalCode !== null;
    if (ended || performance.now() > deadline) {
      const lines = log.split('\n').filter((line) => line.trim() !== '');
      const told = lines.find((line) => /error|fatal|exception/i.test(line)) ?? lines.at(-1) ?? 'no answer';
      throw new Error(`Apache Kafka cannot start on ${host}:${String(port)}: ${told}`);
    }
    await pause(200);
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}

/** The port, or a free one for 0. Throws one clear line when another program has it. */
async function claim(host: string, port: number): Promise<number> {
  const server = createServer();
  const claimed = await bind(server, 'broker', host, port);
  server.close();
  await once(server, 'close');
  return claimed;
}
