import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { newRunId, prefixOf } from '../../env/run.ts';
import { call, textOf } from './agora.ts';
import { repository, test as base } from './attach.ts';

const prefix = '72';
const api = `http://127.0.0.1:${prefix}40`;

interface Run {
  readonly id: string;
  readonly child: ChildProcess;
  /** What it says, at its end. */
  readonly said: Promise<string>;
}

const test = base.extend<{
  /** What is there of a run: threads and report folders. */
  left: (run: string) => Promise<string[]>;
  /** Runs a program of this checkout against the sandbox, in a process group of its own. */
  begin: (run: string, ...args: string[]) => Run;
}>({
  prefix,
  left: async ({ temporary }, use) => {
    await use(async (run) => {
      const threads = await call('POST', '/threads/search', { metadata: { test_run: prefixOf(run) } }, 200, api);
      const folders = await readdir(path.join(temporary, `sandbox-${prefix}-agora/reports`));
      const ids = (threads as unknown as { thread_id: string }[]).map(({ thread_id: id }) => textOf(id as never));
      return [...ids, ...folders.filter((name) => name.includes(prefixOf(run)))];
    });
  },
  begin: async ({ temporary }, use) => {
    const groups: number[] = [];
    await use((id, ...args) => {
      const child = spawn(process.execPath, args, {
        cwd: repository,
        env: {
          ...{ ...process.env, TEST_SYSTEMS: 'agora', TEST_RUN_ID: id, SANDBOX_PORTS: prefix },
          AGORA_REPORTS_DIR: path.join(temporary, `sandbox-${prefix}-agora/reports`),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      groups.push(child.pid ?? 0);
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return { id, child, said: once(child, 'close').then(() => text) };
    });
    for (const group of groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  },
});

const suite = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line', '--output', 'reports/tests/nested'];
const files = ['specs/agora/streams/session.spec.ts', 'specs/agora/reports'];

test('a run that Ctrl-C ends leaves nothing, and the sweep finds what a kill -9 left', async ({
  attach,
  begin,
  left,
}) => {
  test.setTimeout(120_000);
  await attach({ env: { SANDBOX_SYSTEMS: 'agora' } }).line;
  const underway = async (): Promise<Run> => {
    const run = begin(newRunId(), ...suite, ...files);
    await expect.poll(() => left(run.id), { timeout: 30_000, intervals: [50] }).not.toEqual([]);
    return run;
  };

  const interrupted = await underway();
  process.kill(-(interrupted.child.pid ?? 0), 'SIGINT');
  expect(await interrupted.said).toMatch(/interrupted|did not run/);
  expect(await left(interrupted.id)).toEqual([]);

  const killed = await underway();
  process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
  await killed.said;
  expect(await left(killed.id)).not.toEqual([]);
  const sweep = ['--import', 'tsx', 'helpers/cleanup/sweep.ts', '--system', 'agora', '--run', killed.id];
  await begin(killed.id, ...sweep).said;
  expect(await left(killed.id), 'a dry run removes nothing').not.toEqual([]);
  const said = await begin(killed.id, ...sweep, '--apply').said;
  expect(await left(killed.id), said).toEqual([]);
});
