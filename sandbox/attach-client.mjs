import { request } from 'node:http';
import { connect } from 'node:net';
import { host } from './ports.mjs';

/**
 * @typedef {{ sandbox: 'deployed-api-tests', phase: string, pid: number, systems: string[], addresses: [string, string][], mode: string, seed: number, dialect: number, leases: number, log: string }} Identity
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
 * Takes a lease and waits until the systems are ready. Undefined when the sandbox is stopping, or could not start; rejects
 * when one of the systems cannot be started in it.
 * `atOnce`: when this lease ends as the last one, the sandbox ends at once. `onLost` is called when the sandbox ends while
 * the lease is held.
 * @param {number} port
 * @param {{ systems: readonly string[], atOnce: boolean, onLost: () => void }} wanted
 * @returns {Promise<{ release(): void } | undefined>}
 */
export function takeLease(port, { systems, atOnce, onLost }) {
  return new Promise((resolve, reject) => {
    let held = false;
    let text = '';
    const path = `/lease?systems=${systems.join(',')}${atOnce ? '&linger=0' : ''}`;
    const asked = request({ host, port, path, agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
        held ||= response.statusCode === 200 && text.startsWith('leased');
        if (held) resolve({ release });
      });
      response.on('error', () => undefined);
      response.on('close', lost);
    });
    const lost = () => {
      if (held) onLost();
      else if (text.startsWith('refused ')) reject(new Error(text.slice('refused '.length).trimEnd()));
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
