import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { SandboxFault, SandboxPart } from './mutants/mutant.ts';

const attach = path.join(import.meta.dirname, '..', 'sandbox', 'attach.mjs');

/** A rule of the sandbox that can be broken. */
export interface RuleFault {
  readonly name: string;
  readonly description: string;
  /** `METHOD /path` of the operations where it shows. */
  readonly operations: readonly string[];
  /** `action kind` of what is touched where it shows; for what no operation tells. */
  readonly touches?: readonly string[];
  /** True when it is done to records on their way, not to what a service does. */
  readonly onTheWay?: boolean;
}

/** A way in which the sandbox's S3 endpoint can lie. */
export interface StorageFault {
  readonly operator: string;
  readonly description: string;
  readonly actions: readonly string[];
}

export interface Faults {
  readonly rules: readonly RuleFault[];
  readonly storage: readonly StorageFault[];
  /** Connections of the roles that own the tables, by the name of the database; more than one where several have the same tables. */
  readonly databases: Readonly<Record<string, readonly string[]>>;
}

export interface DetectionSandbox extends SandboxPart {
  faults(): Promise<Faults>;
  close(): Promise<void>;
}

/**
 * Starts a sandbox of its own that runs one system and can be told to lie; it ends with this process at the latest. Throws one clear line
 * when its ports are taken, by another sandbox too: faults must never reach somebody else's run.
 */
export async function startSandbox(ports: string, system: string): Promise<DetectionSandbox> {
  const child = spawn(process.execPath, [attach], {
    env: {
      ...process.env,
      SANDBOX_PORTS: ports,
      SANDBOX_SYSTEMS: system,
      SANDBOX_MUTANTS: 'on',
      SANDBOX_MODEL: 'scripted',
      SANDBOX_SEED: '',
      SANDBOX_DIALECT: '',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Out of the terminal's process group: it must outlive the tests that Ctrl-C interrupts.
    detached: true,
  });
  const ended = once(child, 'close').then(() => undefined);
  const control = `http://127.0.0.1:${ports}00`;
  const detach = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const complaint: string[] = [];
  createInterface(child.stderr).on('line', (line) => complaint.push(line));
  const ready = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const line = await Promise.race([ready, ended.then(() => undefined)]);
  if (line === undefined) {
    const why = complaint.join('\n') || 'it ended at its start';
    throw new Error(
      `no sandbox on the ports ${ports}00 to ${ports}99, which detection needs whatever SANDBOX_PORTS says: ${why}`,
    );
  }
  if (line.includes('already running')) {
    await detach();
    throw new Error(`a sandbox on the ports ${ports}00 to ${ports}99 is in use: end the run that uses it`);
  }
  return {
    async close() {
      await detach();
      await untilGone(control);
    },
    faults: () => ask<Faults>(control, 'GET', `/mutants/${system}`),
    plant: (fault: SandboxFault | null) => ask(control, 'PUT', '/mutant', fault),
    activity: () => ask(control, 'POST', '/mutant/activity'),
  };
}

async function ask<T>(control: string, method: string, route: string, body?: unknown): Promise<T> {
  const response = await fetch(control + route, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the sandbox answered ${String(response.status)} to ${method} ${route}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Waits until nobody answers there any more, so that the next run does not find this one's sandbox. Throws after 10 s. */
async function untilGone(control: string): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    const gone = await fetch(control).then(
      () => false,
      () => true,
    );
    if (gone) return;
    if (performance.now() > end) throw new Error(`the sandbox at ${control} does not end`);
    await setTimeout(50);
  }
}
