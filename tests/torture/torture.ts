import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { disturbances, describe } from './disturbances.ts';
import { Bench } from './bench.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string', default: '' } } });
const chosen = disturbances.filter((disturbance) => describe(disturbance).includes(values.only));
const rounds = Number(values.rounds ?? chosen.length);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error('usage: npm run torture -- [--rounds N] [--only TEXT, as "bucket" or "SIGKILL"]');

const bench = await Bench.open(await mkdtemp(path.join(tmpdir(), 'torture-')));
const totals = { leaked: 0, harmed: 0, hung: 0, misjudged: 0 };
try {
  for (let round = 0; round < rounds; round += 1) {
    const disturbance = chosen[round % chosen.length];
    if (!disturbance) break;
    const outcome = await bench.round(disturbance);
    totals.leaked += outcome.leaked;
    totals.harmed += outcome.harmed;
    totals.hung += outcome.hung ? 1 : 0;
    totals.misjudged += outcome.misjudged === undefined ? 0 : 1;
    process.stdout.write(`${String(round + 1).padStart(4)}  ${describe(disturbance).padEnd(44)}  ${outcome.line}\n`);
  }
} finally {
  await bench.close();
}
const { leaked, harmed, hung, misjudged } = totals;
process.stdout.write(
  `${String(rounds)} rounds: ${String(leaked)} leaked, ${String(harmed)} harmed, ${String(hung)} hung, ${String(misjudged)} wrongly classified\n`,
);
if (leaked + harmed + hung + misjudged > 0) process.exitCode = 1;
