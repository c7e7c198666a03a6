import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ControlPortTaken, startControl } from './control.ts';
import type { ControlState } from './control.ts';
import { Leases } from './leases.ts';
import { lostRace } from './ports.mjs';
import { openServices } from './services.ts';
import { readSettings } from './settings.ts';

/** A lease that is not taken by then will never be: its holder was killed while the sandbox was starting. */
const firstLeaseMs = 5_000;
/** A run that is just attaching is not cut off by the end of the run before it. */
const lingerMs = 1_000;
/** A service that does not close by then is left to the end of the process, and PostgreSQL to its watchdog. */
const closeMs = 5_000;

// The machine's own settings for libpq and AWS must not reach the drivers in here.
for (const name of Object.keys(process.env)) if (/^(PG|AWS_)/.test(name)) Reflect.deleteProperty(process.env, name);
// The versions are pinned; the SDK's advice on Node would only hide what the log is read for.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The folder of this start, made by attach.mjs and with the log in it. */
const directory = process.argv[2] ?? (await mkdtemp(path.join(tmpdir(), 'sandbox-')));
const started: { close(): Promise<void> }[] = [];

try {
  await start();
} catch (error) {
  const lost = error instanceof ControlPortTaken;
  if (!lost) console.error(`sandbox cannot start: ${oneLine(error)}`);
  await closeAll();
  process.exit(lost ? lostRace : 1);
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  const { mode, seed, dialect } = settings;
  const services = await openServices(settings, directory, started);
  const log = path.join(directory, 'sandbox.log');
  /** What is being started: only when it has come to its end can it be closed. */
  const starts: Promise<unknown>[] = [];
  const provide = (systems: readonly string[]): Promise<void> => {
    const providing = services.provide(systems);
    starts.push(providing);
    return providing;
  };
  const state: ControlState = {
    ...{ mode, seed, dialect, log, services, phase: 'starting' },
    // Who comes while the sandbox is starting learns from its log why it did not.
    provide: (systems) => starting.catch(never).then(() => provide(systems)),
  };
  const stop = (): void => {
    if (state.phase === 'stopping') return;
    state.phase = 'stopping';
    void Promise.allSettled([starting])
      .then(() => Promise.allSettled(starts))
      .then(closeAll)
      .finally(() => process.exit(0));
  };
  const leases = new Leases({ lingerMs, onNone: stop });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  const starting = startControl({ host: settings.host, port: settings.ports.control }, state, leases).then(() => {
    leases.expect(firstLeaseMs);
    return provide(settings.systems);
  });
  await starting;
  if (state.phase === 'starting') state.phase = 'ready';
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Closes what was started, last first. */
async function closeAll(): Promise<void> {
  setTimeout(() => process.exit(1), closeMs).unref();
  for (const service of started.splice(0).reverse()) {
    await service.close().catch((error: unknown) => {
      console.error(error);
    });
  }
  await rm(directory, { recursive: true, force: true });
}

function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return `its packages are not installed (${error.message.split('\n')[0] ?? ''}); run "npm ci"`;
  }
  return error.message.replace(/\s*\n\s*/g, ' ');
}
