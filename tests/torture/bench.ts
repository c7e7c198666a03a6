import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newRunId } from '../../env/run.ts';
import { ledgerDirectory } from '../../helpers/cleanup/ledger.ts';
import { turnsOf } from '../../helpers/turns.ts';
import { s3, startBackend, type Backend } from '../sandbox/learnlikemagic.ts';
import { contentOf } from '../suite/content.ts';
import { root } from '../suite/nested.ts';
import { startRun, type Running } from '../suite/running.ts';
import { Switch } from '../suite/switch.ts';
import { variablesFor } from '../suite/target.ts';
import { mayEnd, type Dependency, type Disturbance } from './disturbances.ts';

/** What became of a round. */
export interface Outcome {
  /** Rows and objects of the run that are left after the sweep. */
  readonly leaked: number;
  /** Rows and objects of others that are gone or changed. */
  readonly harmed: number;
  readonly hung: boolean;
  /** How the run ended, where it may not end so. */
  readonly misjudged: string | undefined;
  readonly line: string;
}

/** Milliseconds within which a run of some seconds ends, whatever happens to it. */
const patience = 120_000;

/** A deployment with neighbours, and ways to it that can be cut. */
export class Bench {
  private constructor(
    private readonly backend: Backend,
    private readonly switches: Readonly<Record<Dependency, Switch>>,
    private readonly closeBackend: () => Promise<void>,
    private readonly folder: string,
  ) {}

  static async open(folder: string): Promise<Bench> {
    const { backend, close } = await startBackend();
    const switches = {
      api: await Switch.before(backend.url),
      database: await Switch.before(backend.databaseUrl),
      bucket: await Switch.before(backend.storageUrl),
    };
    const bench = new Bench(backend, switches, close, folder);
    await bench.plantNeighbours();
    return bench;
  }

  async close(): Promise<void> {
    for (const each of Object.values(this.switches)) await each.close();
    await this.closeBackend();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts a run, disturbs it, sweeps what it left, and compares. */
  async round(disturbance: Disturbance): Promise<Outcome> {
    const runId = newRunId();
    const before = itemsOf(await contentOf(this.backend));
    if (disturbance.kind === 'outage' && disturbance.when === 'start')
      await this.switches[disturbance.of].turn(disturbance.mode);
    const started = performance.now();
    const running = startRun(
      { ...this.variables(), TEST_RUN_ID: runId },
      path.join(this.folder, runId),
      'writes, round',
    );
    await this.disturb(disturbance, running, runId);
    const code = await running.ended(patience);
    const seconds = (performance.now() - started) / 1000;
    if (code === undefined) killGroup(running.pid);
    for (const each of Object.values(this.switches)) await each.turn('through');
    const left = itemsOf(await contentOf(this.backend));
    await this.sweep(runId);
    const after = itemsOf(await contentOf(this.backend));
    const misjudged = code === undefined || mayEnd(disturbance, code) ? undefined : String(code);
    if (misjudged !== undefined) process.stderr.write(running.output());
    for (const directory of [ledgerDirectory(runId), turnsOf(runId)])
      rmSync(directory, { recursive: true, force: true });
    return {
      leaked: [...after].filter((item) => !before.has(item)).length,
      harmed: [...before].filter((item) => !after.has(item)).length,
      ...{ hung: code === undefined, misjudged },
      line: `${code === undefined ? 'hung' : `ended with ${String(code)}`} after ${seconds.toFixed(0)} s, ${String(left.size - before.size)} things to sweep`,
    };
  }

  /** What others have, some under names that look like a run's. */
  private async plantNeighbours(): Promise<void> {
    const endpoint = this.backend.storageUrl;
    const storage = new S3Client({ endpoint, region: s3.region, credentials: { ...s3 }, forcePathStyle: true });
    for (const author of ['Somebody', 'test_01012026120000_grade3', 'test_0123456789abcd_x']) {
      const id = await this.backend.createBook(author);
      await storage.send(new PutObjectCommand({ Bucket: s3.bucket, Key: `books/${id}/1.txt`, Body: 'page' }));
    }
    await this.backend.startSession('Sums');
    storage.destroy();
  }

  private variables(): Record<string, string> {
    const { api, database, bucket } = this.switches;
    const { url, databaseUrl, storageUrl } = this.backend;
    return variablesFor({
      url: api.through(url),
      databaseUrl: database.through(databaseUrl),
      storageUrl: bucket.through(storageUrl),
    });
  }

  private async disturb(disturbance: Disturbance, running: Running, runId: string): Promise<void> {
    if (disturbance.kind === 'outage' && disturbance.when === 'start') return;
    // Something is written, and some more time goes by.
    await Promise.race([untilWritten(runId), running.ended(patience)]);
    await pause(Math.random() * 800);
    if (disturbance.kind === 'outage') await this.switches[disturbance.of].turn(disturbance.mode);
    else if (disturbance.kind === 'failover') {
      await this.switches[disturbance.of].turn('down');
      await pause(300);
      await this.switches[disturbance.of].turn('through');
    } else kill(disturbance, running.pid);
  }

  private async sweep(runId: string): Promise<void> {
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const script = path.join(root, 'helpers', 'cleanup', 'sweep.ts');
    const child = spawn(process.execPath, [tsx, script, '--system', 'learnlikemagic', '--run', runId, '--apply'], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...this.variables() },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(child, 'close');
  }
}

/** Each row and object as one text. */
const itemsOf = (content: Record<string, unknown>): Set<string> =>
  new Set(
    Object.entries(content).flatMap(([table, rows]) =>
      (rows as unknown[]).map((row) => `${table} ${JSON.stringify(row)}`),
    ),
  );

async function untilWritten(runId: string): Promise<void> {
  const isWritten = (): boolean => {
    try {
      return readdirSync(ledgerDirectory(runId)).some((name) => name.endsWith('.jsonl'));
    } catch {
      return false;
    }
  };
  while (!isWritten()) await pause(20, undefined, { ref: false });
}

/** Processes that a process has started, on a system that shows them. */
function workersOf(pid: number): number[] {
  const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function kill({ whom, signal }: Extract<Disturbance, { kind: 'kill' }>, pid: number): void {
  const ids = { worker: () => workersOf(pid).slice(0, 1), main: () => [pid], group: () => [-pid] };
  for (const id of ids[whom]()) send(id, signal);
}

const killGroup = (pid: number): void => {
  send(-pid, 'SIGKILL');
};

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
