import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PathCoverage } from '../helpers/reporting/path-coverage.ts';
import { isCovered, type PlanCoverage } from '../helpers/reporting/plan-coverage.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'reports', name), 'utf8'));

// The gate's last word: a full run must have covered every case of the plan, and taken every path of a graph.
const { cases } = read('plan-coverage.json') as PlanCoverage;
const uncovered = cases.filter((each) => !isCovered(each));
for (const { id, title, outcome } of uncovered) process.stderr.write(`${id} ${outcome}: ${title}\n`);
const covered = `${String(cases.length - uncovered.length)} of ${String(cases.length)}`;
process.stdout.write(`plan: ${covered} cases passed (reports/plan-coverage.md)\n`);
if (uncovered.length > 0 || cases.length === 0) process.exitCode = 1;

for (const [system, paths] of Object.entries(read('path-coverage.json') as PathCoverage)) {
  const open = paths.filter(({ tests }) => tests.length === 0);
  for (const { path: each } of open) process.stderr.write(`${system}: no test took ${each}\n`);
  const taken = `${String(paths.length - open.length)} of ${String(paths.length)}`;
  process.stdout.write(`${system}: ${taken} paths taken (reports/path-coverage.md)\n`);
  if (open.length > 0) process.exitCode = 1;
}
