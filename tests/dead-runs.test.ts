import { existsSync } from 'node:fs';
import { newRunId } from '../env/run.ts';
import { ledgerDirectory } from '../helpers/cleanup/ledger.ts';
import { contentOf } from './suite/content.ts';
import { startRun, type Running } from './suite/running.ts';
import { variablesFor } from './suite/target.ts';
import { expect, test as base } from './sandbox/learnlikemagic.ts';

const patience = 60_000;

const test = base.extend<{ begin: (grep: string, more?: Record<string, string>) => Running & { runId: string } }>({
  begin: async ({ backend }, use, testInfo) => {
    const pids: number[] = [];
    await use((grep, more = {}) => {
      const runId = newRunId();
      const variables = { ...variablesFor(backend), TEST_RUN_ID: runId, ...more };
      const running = startRun(variables, testInfo.outputPath(runId), grep);
      pids.push(running.pid);
      return { ...running, runId };
    });
    for (const pid of pids) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  },
});

test.describe.configure({ mode: 'default', timeout: 180_000 });

test('the next run finishes one that was killed: by itself in a pipeline, else it says how', async ({
  backend,
  begin,
}) => {
  const before = await contentOf(backend);
  const killed = begin('stays');
  await killed.said('it stays');
  // With its workers: they would clean up for themselves.
  process.kill(-killed.pid, 'SIGKILL');
  expect(await killed.ended(patience)).toBe('SIGKILL');
  const after = await contentOf(backend);
  expect(after, 'what it left').not.toEqual(before);

  const asked = begin('only reads');
  expect(await asked.ended(patience)).toBe(0);
  const way = `Run ${killed.runId} was killed before it had cleaned up: npm run sweep -- --run ${killed.runId} --apply`;
  expect(asked.output()).toContain(way);
  expect(await contentOf(backend)).toEqual(after);

  const next = begin('only reads', { CI: '1' });
  expect(await next.ended(patience)).toBe(0);
  expect(next.output()).toContain(
    `Run ${killed.runId} was killed before it had cleaned up: finished, 1 things removed`,
  );
  expect(await contentOf(backend)).toEqual(before);
  expect(existsSync(ledgerDirectory(killed.runId))).toBe(false);
});

test('a run that is under way is spared', async ({ backend, begin }) => {
  const alive = begin('stays');
  await alive.said('it stays');
  const meanwhile = await contentOf(backend);

  const next = begin('only reads', { CI: '1' });
  expect(await next.ended(patience)).toBe(0);
  expect(next.output()).not.toContain(alive.runId);
  expect(await contentOf(backend)).toEqual(meanwhile);

  process.kill(alive.pid, 'SIGINT');
  expect(await alive.ended(patience)).toBe(130);
});

test('the end of a run finds what no ledger knows', async ({ begin }) => {
  const run = begin('no ledger knows');
  expect(await run.ended(patience)).toBe(1);
  expect(run.output()).toContain(`Run ${run.runId} left 1 rows or objects behind`);
  expect(run.output()).toContain(`object books/test_${run.runId}_late/1.txt`);
});
