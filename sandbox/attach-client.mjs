import { request } from 'node:http';
import { connect } from 'node:net';
import { host } from './ports.mjs';

/**
 * @typedef {{ sandbox: 'deployed-api-tests', phase: string, pid: number, mode: string, seed: number, dialect: number, leases: number, log: string }} Identity
 */

/**
 * Who answers on the control port: a sandbox, something else (`foreign`), or nobody (undefined).
 * @param {number} port
 * @returns {Promise<Identity | 'foreign' | undefined>}
 */
export function identify(port) {
  return new Promise((resolve) => {
    const asked = request({ host, port, path: '/', agent: false, timeout: 5_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('error', () => {
        resolve(undefined);
      });
      response.on('end', () => {
        resolve(parseIdentity(text));
      });
    });
    asked.on('timeout', () => {
      resolve('foreign');
      asked.destroy();
    });
    asked.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      // A sandbox that is just ending resets the connection; what does not speak HTTP answers with a parse error.
      resolve(error.code?.startsWith('HPE_') ? 'foreign' : undefined);
    });
    asked.end();
  });
}

/**
 * @param {string} text
 * @returns {Identity | 'foreign'}
 */
function parseIdentity(text) {
  try {
    const body = JSON.parse(text);
    return body?.sandbox === 'deployed-api-tests' ? body : 'foreign';
  } catch {
    return 'foreign';
  }
}

/**
 * Takes a lease and waits until the sandbox is ready. Undefined when it is stopping, or could not start.
 * `atOnce`: when this lease ends as the last one, the sandbox ends at once.
 * @param {number} port
 * @param {boolean} atOnce
 * @param {() => void} onLost called when the sandbox ends while the lease is held
 * @returns {Promise<{ release(): void } | undefined>}
 */
export function takeLease(port, atOnce, onLost) {
  return new Promise((resolve) => {
    let held = false;
    const asked = request({ host, port, path: atOnce ? '/lease?linger=0' : '/lease', agent: false }, (response) => {
      response.on('data', () => {
        held ||= response.statusCode === 200;
        if (held) resolve({ release });
      });
      response.on('error', () => undefined);
      response.on('close', lost);
    });
    const lost = () => {
      if (held) onLost();
      resolve(undefined);
    };
    const release = () => {
      held = false;
      asked.destroy();
    };
    asked.on('error', lost);
    asked.end();
  });
}

/**
 * Which of the ports something listens on.
 * @param {number[]} ports
 * @returns {Promise<number[]>}
 */
export async function takenPorts(ports) {
  const answers = await Promise.all(ports.map(isTaken));
  return ports.filter((_, index) => answers[index]);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isTaken(port) {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
