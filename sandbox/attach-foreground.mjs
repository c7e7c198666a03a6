import { createReadStream, watchFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from './attach-client.mjs';
import { host } from './ports.mjs';

/**
 * Prints where everything is and how to stop, and from then on what the sandbox writes to its log.
 * @param {import('./ports.mjs').Ports} ports
 */
export async function show(ports) {
  const identity = await identify(ports.control);
  // It has just ended: whoever holds the lease says so.
  if (!identity || identity === 'foreign') return;
  const { mode, seed, dialect, systems } = identity;
  const rows = [
    ...identity.addresses,
    ['fault rules', `http://${host}:${ports.control}`],
    ['systems', systems.join(', ')],
    [
      'environment',
      `SANDBOX_PORTS=${ports.prefix} SANDBOX_MODEL=${mode} SANDBOX_SEED=${seed} SANDBOX_DIALECT=${dialect}`,
    ],
    ['log', identity.log],
  ];
  for (const [name, value] of rows) console.log(`  ${name?.padEnd(20)} ${value}`);
  console.log('Ctrl-C stops it, unless a test run is using it.');
  watchFile(identity.log, { interval: 500, persistent: false }, (now, before) => {
    if (now.size <= before.size) return;
    createReadStream(identity.log, { start: before.size, end: now.size - 1 })
      .on('error', () => undefined)
      .pipe(process.stderr, { end: false });
  });
}

/**
 * Ends this process once the sandbox is gone, or at once when others still use it.
 * @param {number} control
 */
export async function waitForEnd(control) {
  for (let tries = 0; tries < 300; tries++) {
    const identity = await identify(control);
    if (!identity || identity === 'foreign') process.exit(0);
    if (identity.leases > 0) {
      console.log(`sandbox goes on: ${identity.leases} other run(s) use it`);
      process.exit(0);
    }
    await sleep(20);
  }
  console.error('sandbox: it does not end; its log may say why');
  process.exit(1);
}
