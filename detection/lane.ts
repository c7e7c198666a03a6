import path from 'node:path';
import { loadEnvironment, type LoadedEnvironment } from '../env/loader.ts';
import { openDatabases } from './database/lane-databases.ts';
import { History, startProxies } from './http/proxy.ts';
import type { LaneParts } from './mutants/mutant.ts';
import type { Recording } from './recording/activity.ts';
import { kindOf } from './recording/object-kind.ts';
import { startSandbox, type Faults } from './sandbox.ts';
import type { DetectableSystem } from './systems/index.ts';

/** Seconds of the client's patience in a lane: the sandbox answers at once, or a fault keeps it from answering. */
const patienceSeconds = '2';

/** One sandbox with one system, behind proxies, and what the one worker that runs against it needs. */
export interface Lane extends LaneParts {
  readonly environment: LoadedEnvironment;
  readonly faults: Faults;
  /** What the worker's environment must hold. */
  readonly variables: Readonly<Record<string, string>>;
  /** Notes which rows there are; the function returned deletes those that came since. */
  snapshotRows(): Promise<() => Promise<void>>;
  /** What was touched since the last call. */
  touched(): Promise<Omit<Recording, 'duration'>>;
  close(): Promise<void>;
}

/** One lane for each core that the run is meant for. */
const lanePorts = ['48', '49'];

/** Starts the lanes of a system; each one that stands is handed over at once, also when another one fails. */
export async function openLanes(system: DetectableSystem, opened: (lane: Lane) => void): Promise<Lane[]> {
  // One for all: an answer of the other lane is an earlier one too.
  const history = new History();
  const lanes = await Promise.allSettled(
    lanePorts.map(async (ports) => {
      const lane = await openLane(ports, system, history);
      opened(lane);
      return lane;
    }),
  );
  return lanes.map((lane) => {
    if (lane.status === 'rejected') throw lane.reason;
    return lane.value;
  });
}

/** Starts a lane on the ports `<ports>00` to `<ports>99`. Throws one clear line when they are taken. */
async function openLane(ports: string, system: DetectableSystem, history: History): Promise<Lane> {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  const close = async (): Promise<void> => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    return { ...(await openParts(ports, system, history, keep)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  ports: string,
  system: DetectableSystem,
  history: History,
  keep: <T extends { close(): Promise<void> }>(part: T) => T,
): Promise<Omit<Lane, 'close'>> {
  const sandbox = keep(await startSandbox(ports, system.name));
  const environment = loadEnvironment({
    variables: { TEST_ENV: 'local', TEST_SYSTEMS: system.name, SANDBOX_PORTS: ports },
    directory: path.join(import.meta.dirname, '..', 'env'),
  });
  const faults = await sandbox.faults();
  const databases = keep(await openDatabases(faults.databases));
  const urls = Object.entries(system.urls(environment.settings)).flatMap(([name, url]) =>
    url === undefined ? [] : [{ name, url }],
  );
  const http = keep(
    await startProxies(
      urls.map(({ name, url }) => ({ url, operations: system.answers?.[name] })),
      system.operations,
      history,
    ),
  );
  return {
    environment,
    faults,
    http,
    sandbox,
    databases: databases.parts,
    snapshotRows: () => databases.snapshotRows(),
    variables: {
      SANDBOX_PORTS: ports,
      ...Object.fromEntries(system.patience.map((name) => [name, patienceSeconds])),
      ...Object.fromEntries(Object.entries(system.longPatience ?? {}).map(([name, value]) => [name, String(value)])),
      ...Object.fromEntries(urls.map(({ name }, index) => [name, http.urls[index] ?? ''])),
    },
    async touched() {
      const [rows, { objects }] = await Promise.all([databases.touched(), sandbox.activity()]);
      const kinds = new Set(objects.map(({ action, key }) => `${action} ${kindOf(key, system.objects)}`));
      const calls = http.takeCalls();
      const operations = new Set(calls.map(({ operation, status }) => `${operation} ${String(status)}`));
      return { operations: [...operations].sort(), calls, tables: rows, objects: [...kinds].sort() };
    },
  };
}
