import type { ReporterDescription } from '@playwright/test';
import path from 'node:path';
import { reportsDirectory } from '../../env/reports.ts';

const own = (name: string): string => path.join(import.meta.dirname, name);

/** What is written of a run, whether it was made as a whole or merged from shards; the last one's line ends the log. */
export const storing: readonly ReporterDescription[] = [
  ['html', { outputFolder: path.join(reportsDirectory, 'html'), open: 'never' }],
  [own('allure.ts')],
  [own('plan-coverage.ts'), { outputDir: reportsDirectory }],
  [own('path-coverage.ts'), { outputDir: reportsDirectory }],
  // With what a test is annotated with as properties: the plan's cases, known issues, model calls.
  ['junit', { outputFile: path.join(reportsDirectory, 'junit.xml'), includeProjectInTestName: true }],
  [own('totals.ts'), { outputDir: reportsDirectory }],
  [own('../figures/figures.ts'), { outputDir: reportsDirectory }],
  [own('summary.ts')],
];

/** Which part of a run `--shard` asks for, as `2-of-4`; undefined for a whole run. */
export function shardIn(args: readonly string[]): string | undefined {
  const joined = args.find((argument) => argument.startsWith('--shard='))?.slice('--shard='.length);
  const next = args.includes('--shard') ? args[args.indexOf('--shard') + 1] : undefined;
  const [, current, total] = /^(\d+)\/(\d+)$/.exec(joined ?? next ?? '') ?? [];
  return current === undefined || total === undefined ? undefined : `${current}-of-${total}`;
}

/**
 * The reporters of a run, by Playwright's arguments. A shard stores one blob for `npm run merge`, since the reports of
 * several in one folder would overwrite each other. Blanking secrets comes first: the others share what it blanks.
 */
export function reportersFor(args: readonly string[]): ReporterDescription[] {
  const shard = shardIn(args);
  const blob = {
    outputDir: path.join(reportsDirectory, 'blobs', shard ?? ''),
    fileName: `shard-${shard ?? ''}.zip`,
  };
  const stored = shard === undefined ? storing : [['blob', blob] as const, [own('summary.ts')] as const];
  return [[own('redaction.ts')], ['list'], ...stored] as ReporterDescription[];
}
