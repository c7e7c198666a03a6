// Plain JavaScript, because attach.mjs reads it without any package or transpiler.

/**
 * @typedef {object} Ports
 * @property {number} control identity, leases, fault rules
 * @property {number} api LearnLikeMagic
 * @property {number} outage LearnLikeMagic whose database refuses
 * @property {number} storage S3 protocol
 * @property {number} model OpenAI-compatible endpoint
 * @property {number} database PostgreSQL
 */

export const host = '127.0.0.1';

/**
 * The six ports `${SANDBOX_PORTS}0` to `${SANDBOX_PORTS}5`. Throws one clear line when the variable is no usable prefix.
 * @param {string | undefined} variable
 * @returns {Ports}
 */
export function sandboxPorts(variable) {
  const prefix = variable === undefined || variable === '' ? '460' : variable;
  if (!/^[1-9]\d{2,3}$/.test(prefix) || Number(prefix) < 103 || Number(prefix) > 6552) {
    throw new Error(
      `SANDBOX_PORTS=${prefix} is not usable: give the ports without their last digit, 103 to 6552 (460 stands for 4600 to 4605)`,
    );
  }
  const base = Number(prefix) * 10;
  return {
    control: base,
    api: base + 1,
    outage: base + 2,
    storage: base + 3,
    model: base + 4,
    database: base + 5,
  };
}

/** Exit code of a sandbox that found another one starting on its control port. */
export const lostRace = 75;
