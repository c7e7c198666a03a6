import { expect, test } from '@playwright/test';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { writeEnvFile } from '../env/pipeline.ts';
import { jobSummary } from '../helpers/pipelines/job-summary.ts';
import type { Totals } from '../helpers/reporting/totals.ts';
import { root } from './suite/nested.ts';

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { permissions?: unknown; 'timeout-minutes'?: number; steps: readonly Step[] }>
  >;
}

const read = (...parts: string[]): string => readFileSync(path.join(root, ...parts), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
const workflows = Object.fromEntries(
  readdirSync(path.join(root, '.github', 'workflows')).map((name) => [
    name,
    parse(read('.github', 'workflows', name)) as Workflow,
  ]),
);
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');

for (const [name, { jobs, permissions }] of Object.entries(workflows)) {
  test(`${name}: least permissions, pinned actions, and nothing but scripts of this project`, () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeUndefined();
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      for (const { run, uses, with: options } of job.steps) {
        if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
        if (uses?.includes('upload-artifact')) expect(options).toHaveProperty('retention-days');
        if (run === undefined) continue;
        const [, script = 'none'] = /^npm (?:run )?([\w-]+)( -- .*| --.*)?$/.exec(run) ?? [];
        expect(['ci', ...Object.keys(scripts)], run).toContain(script);
        // An expression in a command would let whoever sets it write the command.
        expect(run).not.toMatch(/\$\{\{ (?!matrix\.)/);
      }
    }
  });
}

test('the linter of workflows is green on ours and red on a broken one', ({}, testInfo) => {
  const lint = (...directory: string[]): number | null =>
    spawnSync(process.execPath, [tsx, path.join('tests', 'lint-workflows.ts'), ...directory], { cwd: root }).status;
  const broken = testInfo.outputPath('broken');
  mkdirSync(broken, { recursive: true });
  writeFileSync(path.join(broken, 'x.yml'), 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ runs: npm test }]\n');

  expect(lint()).toBe(0);
  expect(lint(broken)).toBe(1);
});

test('the Jobs of Kubernetes keep its schema, and every shard has its index', () => {
  const [shards, merge] = ['shards.yaml', 'merge.yaml'].map((name) => {
    const documents = parseAllDocuments(read('kubernetes', name));
    return new Job(documents[0]?.toJS() as ConstructorParameters<typeof Job>[0]);
  });
  for (const job of [shards, merge]) job?.validate();
  const { completions, parallelism, completionMode, template } = shards?.spec ?? {};
  expect({ completions, parallelism, completionMode }).toEqual({
    ...{ completions: 4, parallelism: 4, completionMode: 'Indexed' },
  });
  expect(template?.spec?.containers[0]?.args?.[0]).toContain('--shard=$((JOB_COMPLETION_INDEX + 1))/4 ');
  const wrong = { ...shards?.toJSON(), spec: { completions: 'four' } } as ConstructorParameters<typeof Job>[0];
  expect(() => {
    new Job(wrong).validate();
  }).toThrow('completions must be integer');
});

test('what the image copies is all that a run needs', ({}, testInfo) => {
  const image = testInfo.outputPath('image');
  const copies = [...read('Dockerfile').matchAll(/^COPY (.+) (\S+)$/gm)];
  for (const [, sources = '', target = ''] of copies) {
    for (const source of sources.split(' ')) {
      const place = target.endsWith('/') ? path.join(target, path.basename(source)) : target;
      cpSync(path.join(root, source), path.join(image, place), { recursive: true });
    }
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(image, 'node_modules'));
  const list = execFileSync(process.execPath, [playwright, 'test', '--list', '--grep', '@smoke'], {
    cwd: image,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect(list).toMatch(/Total: \d+ tests/);
});

test('each selection of the plan is a script, and selects something', () => {
  const selections = Object.entries(scripts).filter(([, command]) => command.startsWith('playwright test'));
  expect(selections.map(([name]) => name)).toEqual(['smoke', 'critical', 'fast', 'slow', 'all']);
  const list = [playwright, 'test', '--project=learnlikemagic', '--list', '--reporter=json'];
  const { stdout } = spawnSync(process.execPath, list, {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 64e6 },
    env: { PATH: process.env['PATH'] },
  });
  const tests = [...stdout.matchAll(/"tags": \[([^\]]*)\]/g)].map(([, tags = '']) => tags);
  const selected = selections.map(([name, command]) => {
    const [, invert = '', tag = ''] = /--grep(-invert)? @(\w+)/.exec(command) ?? [];
    const chosen = tests.filter((tags) => tags.includes(tag) === (invert === ''));
    return [name, chosen.length > 0 && (tag === '') === (chosen.length === tests.length)];
  });
  expect(Object.fromEntries(selected)).toEqual({ smoke: true, critical: true, fast: true, slow: true, all: true });
});

test('a pipeline’s secret becomes the env file of its environment, for its owner alone', ({}, testInfo) => {
  const directory = testInfo.outputPath('env');
  mkdirSync(directory, { recursive: true });
  const variables = { TEST_ENV: 'staging', TEST_ENV_FILE: 'A=1\n' };

  expect(writeEnvFile(variables, directory)).toBe('env/staging.env');
  expect(readFileSync(path.join(directory, 'staging.env'), 'utf8')).toBe('A=1\n');
  expect(statSync(path.join(directory, 'staging.env')).mode & 0o777).toBe(0o600);
  expect(() => writeEnvFile({ TEST_ENV: 'production' }, directory)).toThrow('TEST_ENV_FILE is empty');
  expect(() => writeEnvFile({ TEST_ENV_FILE: 'A=1' }, directory)).toThrow('names no environment');
  expect(existsSync(path.join(directory, 'local.env'))).toBe(false);
});

test('the summary of a job says the verdict, the counts and the failed cases', () => {
  const totals: Totals = {
    ...{ environment: 'staging', systems: ['iep'], runs: ['r1', 'r2'], startedAt: '', durationMs: 61_234 },
    ...{ passed: 5, failed: 1, flaky: 2, skipped: 3, errors: 4, ok: false },
  };
  const cases = [
    { id: 'X-1', title: 'a | b', outcome: 'failed', tests: [] },
    { id: 'X-2', title: 'c', outcome: 'passed', tests: [] },
  ] as const;
  const text = jobSummary(totals, { environment: 'staging', run: 'r1', cases });
  expect(text).toContain('## Failed: iep on staging');
  expect(text).toContain('| 5 | 1 | 2 | 3 | 4 | 61.2 s |');
  expect(text).toContain('| X-1 | a \\| b |');
  expect(text).not.toContain('X-2');
  expect(jobSummary({ ...totals, ok: true }, undefined)).toContain('## Passed: iep on staging');
  expect(jobSummary(undefined, undefined)).toContain('No test ran');
});
