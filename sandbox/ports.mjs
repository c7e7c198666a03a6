// Plain JavaScript, because attach.mjs reads it without any package or transpiler.
import { systems } from './systems.mjs';

/**
 * @typedef {object} Ports
 * @property {string} prefix first two digits of every port
 * @property {number} control identity, leases, fault rules
 * @property {number} model OpenAI-compatible endpoint
 * @property {number} storage S3 protocol
 * @property {number} database PostgreSQL
 * @property {number} cache Redis
 * @property {number} broker Kafka
 */

export const host = '127.0.0.1';

/**
 * A hundred ports by their first two digits: a block of ten for the parts that systems share, and one for each system. Throws one clear line when
 * the variable is no usable prefix.
 * @param {string | undefined} variable
 * @returns {Ports}
 */
export function sandboxPorts(variable) {
  const prefix = variable === undefined || variable === '' ? '46' : variable;
  if (!isPrefix(prefix)) {
    const short = prefix.slice(0, 2);
    const advice = /^\d{3,4}$/.test(prefix) && isPrefix(short) ? `; write SANDBOX_PORTS=${short}` : '';
    throw new Error(
      `SANDBOX_PORTS=${prefix} is not usable: give the first two digits of its ports, 11 to 99 (46 stands for 4600 to 4699)${advice}`,
    );
  }
  const base = Number(prefix) * 100;
  return {
    ...{ prefix, control: base, model: base + 1, storage: base + 2, database: base + 3 },
    ...{ cache: base + 5, broker: base + 6 },
  };
}

/** @param {string} text */
const isPrefix = (text) => /^[1-9]\d$/.test(text) && text !== '10';

/**
 * The first of a system's ten ports.
 * @param {Ports} ports
 * @param {string} system
 */
export const firstPortOf = ({ control }, system) => control + 10 * (1 + systems.indexOf(system));

/**
 * Every port that the shared parts and these systems may listen on, the control port first.
 * @param {Ports} ports
 * @param {readonly string[]} wanted
 */
export function blocksOf(ports, wanted) {
  const firsts = [ports.control, ...wanted.map((system) => firstPortOf(ports, system))];
  return firsts.flatMap((first) => Array.from({ length: 10 }, (_, place) => first + place));
}

/** Exit code of a sandbox that found another one starting on its control port. */
export const lostRace = 75;
