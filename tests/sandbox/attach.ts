import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';

export const repository = path.resolve(import.meta.dirname, '../..');

/** Has the sandbox start every system; without it one is started, which is enough for what is true of each. */
export const everySystem = { SANDBOX_SYSTEMS: '' };

export interface AttachOptions {
  /** The checkout whose sandbox is meant; default: this one. */
  root?: string;
  args?: string[];
  env?: Record<string, string>;
  /** Standard input: a pipe, as Playwright gives, or nothing. */
  stdin?: 'pipe' | 'ignore';
  uid?: number;
  /** Starts it through a process in between, which is what `pid` then names. */
  throughParent?: boolean;
}

export interface Attached {
  pid: number;
  /** The first line on standard output; throws the error output when it ends without one. */
  line: Promise<string>;
  ended: Promise<{ code: number | null; errors: string }>;
}

interface Fixtures {
  /** First digits of the ports; one value a test file, because files run at the same time. */
  prefix: string;
  /** A folder of the test's own, for checkouts. */
  place: string;
  /** The temporary folder of this test's sandboxes; must be empty at its end. */
  temporary: string;
  attach: (options?: AttachOptions) => Attached;
}

export const test = base.extend<Fixtures>({
  prefix: ['', { option: true }],
  place: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'attach-test-'));
    await chmod(folder, 0o755);
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  temporary: async ({ place }, use) => {
    const folder = path.join(place, 'tmp');
    await mkdir(folder);
    await chmod(folder, 0o777);
    await use(folder);
  },
  attach: async ({ prefix, temporary }, use) => {
    const groups: number[] = [];
    await use((options = {}) => {
      const attached = start(prefix, temporary, options);
      groups.push(attached.pid);
      return attached;
    });
    for (const group of groups) endGroup(group);
    await expect.poll(() => takenPorts(prefix), { message: 'ports still taken', timeout: 15_000 }).toEqual([]);
    await expect
      .poll(() => readdir(temporary), { message: 'left in the temporary folder', timeout: 5_000 })
      .toEqual([]);
  },
});

function start(prefix: string, temporary: string, options: AttachOptions): Attached {
  const { root = repository, args = [], env = {}, stdin = 'pipe', uid, throughParent = false } = options;
  const attach = [path.join(root, 'sandbox/attach.mjs'), ...args];
  const parent = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(attach)}, { stdio: ['${stdin}', 'inherit', 'inherit'] })`;
  const child = spawn(process.execPath, throughParent ? ['-e', parent] : attach, {
    cwd: '/',
    env: { ...plainEnvironment(), SANDBOX_PORTS: prefix, SANDBOX_SYSTEMS: 'learnlikemagic', TMPDIR: temporary, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
    detached: true,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, errors });
    });
  });
  const line = new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().split('\n')[0] ?? '');
    });
    void ended.then(() => {
      reject(new Error(errors));
    });
  });
  // Not every test waits for the line.
  line.catch(() => undefined);
  if (child.pid === undefined) throw new Error('attach.mjs cannot be started');
  return { pid: child.pid, line, ended };
}

/** Ours without what would steer a sandbox. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SANDBOX_|OPENAI_|LLM_|NODE_OPTIONS$)/.test(name)),
  );
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Which ports of a prefix answer: of the shared parts, and of the first four systems. */
export async function takenPorts(prefix: string): Promise<number[]> {
  const ports = Array.from({ length: 50 }, (_, place) => Number(prefix) * 100 + place);
  const taken = await Promise.all(ports.map(isTaken));
  return ports.filter((_, index) => taken[index]);
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

interface Identity {
  pid: number;
  leases: number;
  ready: boolean;
  systems: string[];
}

/** What the control port says of the sandbox. */
export async function identity(prefix: string): Promise<Identity> {
  const response = await fetch(`http://127.0.0.1:${prefix}00/`);
  return (await response.json()) as Identity;
}
