import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jobSummaryFile } from '../../env/pipeline.ts';
import { reportsDirectory } from '../../env/reports.ts';
import type { PlanCoverage } from '../reporting/plan-coverage.ts';
import type { Totals } from '../reporting/totals.ts';

function read(name: string): unknown {
  const file = path.join(reportsDirectory, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** What a job says of the last run, as Markdown: the verdict, the counts, the cases of the plan that failed. */
export function jobSummary(totals: Totals | undefined, coverage: PlanCoverage | undefined): string {
  if (!totals) return '## No run\n\nNo test ran: see the log.\n';
  const { environment, systems, runs, ok, passed, failed, flaky, skipped, errors, durationMs } = totals;
  const failedCases = (coverage?.cases ?? []).filter(({ outcome }) => outcome === 'failed');
  const rows = failedCases.map(({ id, title }) => `| ${id} | ${title.replaceAll('|', '\\|')} |`);
  return [
    `## ${ok ? 'Passed' : 'Failed'}: ${systems.join(', ')} on ${environment}`,
    '',
    '| passed | failed | flaky | skipped | errors outside of tests | duration |',
    '| -----: | -----: | ----: | ------: | ----------------------: | -------: |',
    `| ${[passed, failed, flaky, skipped, errors].map(String).join(' | ')} | ${seconds(durationMs)} |`,
    '',
    ...(rows.length > 0 ? ['| case of the plan that failed | |', '| --- | --- |', ...rows, ''] : []),
    `Run ${runs.join(', ')}`,
    '',
  ].join('\n');
}

/** Adds the summary to GitHub’s, or prints it elsewhere. */
export function writeJobSummary(): void {
  const text = jobSummary(
    read('run.json') as Totals | undefined,
    read('plan-coverage.json') as PlanCoverage | undefined,
  );
  const file = jobSummaryFile();
  if (file === undefined) process.stdout.write(text);
  else appendFileSync(file, `${text}\n`);
}
