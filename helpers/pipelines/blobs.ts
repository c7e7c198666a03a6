import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Blob files below a folder, as shards name them. */
export const blobsIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => /^shard-\d+-of-\d+\.zip$/.test(path.basename(name)))
        .map((name) => path.join(directory, name))
        .sort()
    : [];

/**
 * What speaks against merging these files, one sentence each: none at all, a shard twice, or one that is missing, whose
 * tests a merged report would hide.
 */
export function blobProblems(files: readonly string[]): string[] {
  const names = files.map((file) => path.basename(file, '.zip'));
  if (names.length === 0) return ['there is none: run "npx playwright test --shard=1/2" and so on first'];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const totals = [...new Set(names.map((name) => Number(name.split('-of-')[1])))];
  const missing = totals.flatMap((total) =>
    Array.from({ length: total }, (_, index) => `shard-${String(index + 1)}-of-${String(total)}`).filter(
      (name) => !names.includes(name),
    ),
  );
  return [...twice.map((name) => `${name} is there twice`), ...missing.map((name) => `${name} is missing`)];
}
