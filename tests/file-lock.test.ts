import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from '../helpers/file-lock.ts';

const script = path.join(import.meta.dirname, 'suite', 'locking.ts');

test('no two of many processes have a lock at once', async ({}, testInfo) => {
  test.setTimeout(120_000);
  const directory = testInfo.outputPath('turns');
  mkdirSync(directory, { recursive: true });
  const started = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['--import', 'tsx', script, directory, '100'], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );

  const twice = await Promise.all(started.map(({ stdout }) => text(stdout)));

  expect(twice).toEqual(started.map(() => '0'));
});

test('the lock of a process that was killed is taken over, by one after the other', async ({}, testInfo) => {
  const directory = testInfo.outputPath('turns');
  mkdirSync(directory, { recursive: true });
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => gone.once('exit', resolve));
  writeFileSync(path.join(directory, 'thing.lock'), `${String(gone.pid)} some-token`);

  let inside = 0;
  let most = 0;
  const use = async (): Promise<void> => {
    const giveBack = await lock(directory, 'thing');
    most = Math.max(most, ++inside);
    await pause(50);
    inside -= 1;
    giveBack();
  };

  await Promise.all([use(), use(), use()]);

  expect(most).toBe(1);
});
