import { spawn } from 'node:child_process';
import { fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Launch
 * @property {number | undefined} pid
 * @property {number | null | undefined} ended exit code; null when ended by a signal; undefined while it runs
 * @property {() => string} giveUp removes what a sandbox that did not start has left, and says why it did not
 */

/**
 * Starts the sandbox in a session of its own, so that a terminal's Ctrl-C does not reach it before the teardown that
 * needs it. Its output goes to a file in the folder that it gets for this start. Throws one clear line.
 * @param {string} prefix of the ports
 * @returns {Launch}
 */
export function launch(prefix) {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const loader = transpiler();
  const directory = mkdtempSync(path.join(tmpdir(), `sandbox-${prefix}-`));
  const log = openSync(path.join(directory, 'sandbox.log'), 'a+', 0o600);
  const child = spawn(process.execPath, ['--import', loader, main, directory], {
    cwd: path.dirname(main),
    detached: true,
    // The transpiler's cache saves no measurable time and would stay in the temporary folder.
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', log, log],
  });
  /** @type {Launch} */
  const launched = {
    pid: child.pid,
    ended: undefined,
    giveUp: () => {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
      return failureLine(readTail(log));
    },
  };
  child.once('exit', (code) => (launched.ended = code));
  child.unref();
  return launched;
}

function transpiler() {
  try {
    return import.meta.resolve('tsx');
  } catch {
    throw new Error('sandbox cannot start: its packages are not installed; run "npm ci"');
  }
}

/** @param {string} log */
function failureLine(log) {
  const lines = log.trimEnd().split('\n');
  const line = lines.findLast((text) => text.startsWith('sandbox cannot start: '));
  return line ?? `sandbox ended while it was starting. The end of its log:\n${lines.slice(-20).join('\n')}`;
}

/**
 * Opens a log and answers a function that reads its last 20 lines, also when the file has lost its name by then.
 * @param {string} file
 * @returns {() => string}
 */
export function openTail(file) {
  try {
    const descriptor = openSync(file, 'r');
    return () => readTail(descriptor).trimEnd().split('\n').slice(-20).join('\n');
  } catch {
    return () => '(it cannot be read by this user)';
  }
}

/** @param {number} descriptor */
function readTail(descriptor) {
  const { size } = fstatSync(descriptor);
  const buffer = Buffer.alloc(Math.min(size, 65_536));
  return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, size - buffer.length));
}
