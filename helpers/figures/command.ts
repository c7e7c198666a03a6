import { parseArgs } from 'node:util';
import { reportsDirectory } from '../../env/reports.ts';
import { renewBaseline } from './baseline.ts';
import { driftIn, readFigures, writePage } from './write.ts';

try {
  const options = { 'renew-baseline': { type: 'boolean' }, gate: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  if (values['renew-baseline']) process.stdout.write(`${renewBaseline(readFigures(reportsDirectory))} written\n`);
  const alerts = writePage(reportsDirectory);
  for (const { operation, before, now, slower } of alerts) {
    const factor = `${String(Math.round(slower * 100 - 100))} % slower than the baseline, beyond the whole run`;
    process.stdout.write(`${operation}: ${String(before)} ms → ${String(now)} ms, ${factor}\n`);
  }
  for (const [system, lines] of Object.entries(driftIn(reportsDirectory))) {
    for (const line of lines) process.stdout.write(`warning: ${system}: ${line}\n`);
  }
  process.stdout.write(`${String(alerts.length)} operations are slower; reports/index.html\n`);
  if (values.gate && alerts.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
