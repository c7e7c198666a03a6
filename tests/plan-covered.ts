import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isCovered, type PlanCoverage } from '../helpers/reporting/plan-coverage.ts';

const file = path.join(import.meta.dirname, '..', 'reports', 'plan-coverage.json');

// The gate's last word: a full run must have covered every case of the plan.
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as PlanCoverage;
const uncovered = cases.filter((each) => !isCovered(each));
for (const { id, title, outcome } of uncovered) process.stderr.write(`${id} ${outcome}: ${title}\n`);
const covered = `${String(cases.length - uncovered.length)} of ${String(cases.length)}`;
process.stdout.write(`plan: ${covered} cases passed (reports/plan-coverage.md)\n`);
if (uncovered.length > 0 || cases.length === 0) process.exitCode = 1;
