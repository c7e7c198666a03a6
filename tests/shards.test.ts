import { expect, test } from '@playwright/test';
import { reportersFor, shardIn } from '../helpers/reporting/reporters.ts';
import { metadataOf, runFactsOf } from '../helpers/reporting/run-facts.ts';
import { blobProblems } from '../helpers/pipelines/blobs.ts';

test('a shard is told by Playwright’s own arguments, in both forms', () => {
  expect(shardIn(['test', '--shard=2/4'])).toBe('2-of-4');
  expect(shardIn(['test', '--shard', '1/10', '--project', 'x'])).toBe('1-of-10');
  expect(shardIn(['test', '--grep', '2/4'])).toBeUndefined();
});

test('a shard stores one blob of its own and nothing that another shard would overwrite', () => {
  const names = (args: readonly string[]): string[] => reportersFor(args).map(([name]) => name.replace(/.*[\\/]/, ''));
  expect(names([])).toEqual([
    ...[
      'redaction.ts',
      'list',
      'html',
      'allure.ts',
      'plan-coverage.ts',
      'path-coverage.ts',
      'junit',
      'totals.ts',
      'figures.ts',
      'summary.ts',
    ],
  ]);
  expect(names(['--shard=2/4'])).toEqual(['redaction.ts', 'list', 'blob', 'summary.ts']);
});

test('merging keeps the run ids of all shards', () => {
  const facts = { environment: 'staging', systems: ['one', 'two'] };
  const shards = ['a', 'b'].map((run, index) =>
    metadataOf({ ...facts, baseUrls: [], run }, `${String(index + 1)}-of-2`),
  );
  expect(runFactsOf({ metadata: Object.assign({}, ...shards) as object })).toEqual({ ...facts, runs: ['a', 'b'] });
  expect(runFactsOf({ metadata: metadataOf({ ...facts, baseUrls: [], run: 'c' }, undefined) })).toEqual({
    ...facts,
    runs: ['c'],
  });
});

test('a shard that is missing, or there twice, is no merged report', () => {
  expect(blobProblems(['b/1-of-2/shard-1-of-2.zip', 'shard-2-of-2.zip', 'shard-1-of-1.zip'])).toEqual([]);
  expect(blobProblems([])).toEqual([expect.stringContaining('there is none')]);
  expect(blobProblems(['shard-1-of-3.zip', 'shard-3-of-3.zip'])).toEqual(['shard-2-of-3 is missing']);
  expect(blobProblems(['a/shard-1-of-1.zip', 'b/shard-1-of-1.zip'])).toEqual(['shard-1-of-1 is there twice']);
});
