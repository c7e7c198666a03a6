import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reportsDirectory } from '../../env/reports.ts';
import type { Totals } from '../reporting/totals.ts';
import { blobProblems, blobsIn } from './blobs.ts';

const playwright = path.join(import.meta.dirname, '..', '..', 'node_modules', '@playwright', 'test', 'cli.js');
const config = path.join(import.meta.dirname, 'merge.config.ts');
const totalsFile = path.join(reportsDirectory, 'run.json');

/**
 * Makes the reports of one run from the blobs of its shards. Returns its totals; throws one line when a shard is
 * missing or the reports could not be written. Playwright’s own command ends with 0 whatever the tests did.
 */
export function mergeShards(directory: string): Totals {
  const files = blobsIn(directory);
  const problems = blobProblems(files);
  if (problems.length > 0) throw new Error(`${directory}: of the blobs of shards ${problems.join(', ')}`);
  // Playwright unpacks beside the blobs, which may be merged again.
  const folder = mkdtempSync(path.join(tmpdir(), 'blobs-'));
  try {
    for (const file of files) copyFileSync(file, path.join(folder, path.basename(file)));
    rmSync(totalsFile, { force: true });
    const { status } = spawnSync(process.execPath, [playwright, 'merge-reports', '-c', config, folder], {
      stdio: 'inherit',
    });
    if (status !== 0 || !existsSync(totalsFile)) throw new Error(`${directory}: the blobs could not be merged`);
    return JSON.parse(readFileSync(totalsFile, 'utf8')) as Totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
