import path from 'node:path';
import { reportsDirectory } from '../../env/reports.ts';
import { mergeShards } from './merge.ts';

try {
  const { ok } = mergeShards(process.argv[2] ?? path.join(reportsDirectory, 'blobs'));
  if (!ok) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
