// Keeps a sandbox running for as long as this process lives: attaches to the one that runs, or starts one.
// Only Node's own modules, and few of them: every run of the suite pays for this start.
import { fstatSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, takeLease, takenPorts } from './attach-client.mjs';
import { launch, openTail } from './attach-launch.mjs';
import { blocksOf, lostRace, sandboxPorts } from './ports.mjs';
import { wantedSystems } from './systems.mjs';

/** How long a sandbox that was killed, or is ending, may still hold its ports. */
const handoverMs = 1_500;
const startMs = 50_000;
const foreground = process.argv.includes('--foreground');

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

async function main() {
  const ports = sandboxPorts(process.env['SANDBOX_PORTS']);
  const systems = wantedSystems(process.env['SANDBOX_SYSTEMS']);
  /** @type {{ release(): void } | undefined} */
  let lease;
  watchEnds(() => {
    lease?.release();
    if (!foreground || !lease) process.exit(0);
    lease = undefined;
    void import('./attach-foreground.mjs').then(({ waitForEnd }) => waitForEnd(ports.control));
  });
  const slow = setTimeout(() => {
    fail(`sandbox is not ready after ${startMs / 1000} s; on a machine this slow, start "npm run sandbox" first`);
  }, startMs);
  const attached = await attach(ports, systems);
  clearTimeout(slow);
  lease = attached.lease;
  const how = attached.own ? `${(performance.now() / 1000).toFixed(1)} s` : 'already running';
  console.log(`sandbox ready on ${ports.control} (${how})`);
  if (foreground) await (await import('./attach-foreground.mjs')).show(ports);
}

/**
 * Attaches to the running sandbox, which starts the systems that it lacks, or starts one. Throws one clear line.
 * @param {ReturnType<typeof sandboxPorts>} ports
 * @param {readonly string[]} systems
 */
async function attach(ports, systems) {
  /** @type {import('./attach-launch.mjs').Launch | undefined} */
  let launched;
  let races = 0;
  for (;;) {
    const identity = await identify(ports.control);
    if (identity === 'foreign') throw new Error(takenLine([ports.control]));
    if (identity) {
      const wanted = { systems, atOnce: foreground, onLost: endedBy(identity) };
      const lease = isWanted(identity) ? await takeLease(ports.control, wanted) : undefined;
      if (lease) return { lease, own: identity.pid === launched?.pid };
    } else if (!launched) {
      await waitUntilFree(blocksOf(ports, systems));
      launched = launch(ports.prefix);
    } else if (launched.ended !== undefined) {
      if (launched.ended !== lostRace || ++races === 3) throw new Error(launched.giveUp());
      launched = undefined;
    }
    await sleep(20);
  }
}

/**
 * False while the sandbox is on its way out. Throws when it is another one than this run needs.
 * @param {import('./attach-client.mjs').Identity} identity
 */
function isWanted({ mode, seed, dialect, leases, phase }) {
  const wantedMode = process.env['SANDBOX_MODEL'] || 'scripted';
  const wantedSeed = process.env['SANDBOX_SEED'] || String(seed);
  const wantedDialect = process.env['SANDBOX_DIALECT'] || String(dialect);
  const same = mode === wantedMode && String(seed) === wantedSeed && String(dialect) === wantedDialect;
  if (same) return phase !== 'stopping';
  if (leases === 0) return false;
  const own = `SANDBOX_MODEL=${mode}, SANDBOX_SEED=${seed} and SANDBOX_DIALECT=${dialect}`;
  throw new Error(
    `the running sandbox has ${own}, this run needs ${wantedMode}, ${wantedSeed} and ${wantedDialect}: ` +
      'end the run that uses it, or set SANDBOX_PORTS to start another one',
  );
}

/**
 * Waits for the end of a sandbox that was killed. Throws when something else has one of the ports.
 * @param {number[]} ports
 */
async function waitUntilFree(ports) {
  const end = performance.now() + handoverMs;
  for (;;) {
    const taken = await takenPorts(ports);
    // The control port is another run's sandbox, started a moment ago: it decides on all.
    if (taken.length === 0 || taken[0] === ports[0]) return;
    if (performance.now() > end) throw new Error(takenLine(taken));
    await sleep(50);
  }
}

/** @param {number[]} ports */
function takenLine(ports) {
  const which = ports.length === 1 ? `port ${ports[0]} is` : `ports ${ports.join(', ')} are`;
  return `${which} taken by another program: end it, or set SANDBOX_PORTS (for example 47 for 4700 to 4799)`;
}

/**
 * What to do when the sandbox ends while it is needed. Its log is opened beforehand, because it is removed with it.
 * @param {import('./attach-client.mjs').Identity} identity
 */
function endedBy({ log }) {
  const tail = openTail(log);
  return () => {
    fail(`the sandbox ended before its time. The end of its log:\n${tail()}`);
  };
}

/**
 * Calls back when this process is told to end or its parent is gone, by kill -9 too: then Playwright's pipe on
 * standard input ends; where there is no pipe, the process gets another parent.
 * @param {() => void} leave
 */
function watchEnds(leave) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, leave);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    leave();
  }, 250);
  if (foreground) return;
  if (isPipe(0)) process.stdin.once('close', leave).once('error', leave).resume();
}

/** @param {number} descriptor */
function isPipe(descriptor) {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isSocket();
  } catch {
    return false; // It is closed.
  }
}

/** @param {string} line */
function fail(line) {
  console.error(line.startsWith('sandbox') ? line : `sandbox: ${line}`);
  process.exit(1);
}
