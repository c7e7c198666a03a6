import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const interval = 25;

/** Whether this lock was not there, and is now: with all that stands in it at once, so that nobody reads half of it. */
function taken(file: string, owner: string): boolean {
  const own = `${file}.${owner.replace(' ', '-')}`;
  writeFileSync(own, owner);
  try {
    linkSync(own, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(owner: string): boolean {
  try {
    return process.kill(Number(owner.split(' ')[0]), 0);
  } catch {
    return false;
  }
}

/**
 * Takes away the lock of a process that was killed. One only of those who wait may: another one could hold the lock by the time
 * that the second gets to it.
 */
function clearDead(file: string): void {
  const owner = ownerOf(file);
  if (owner === undefined || isAlive(owner)) return;
  const cleared = `${file}.${owner.replace(' ', '-')}.dead`;
  if (existsSync(cleared) || !taken(cleared, owner)) return;
  if (ownerOf(file) === owner) rmSync(file, { force: true });
}

/** Waits for a thing that the processes of a run use one at a time; the function returned gives it back. */
export async function lock(directory: string, name: string): Promise<() => void> {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${name}.lock`);
  const owner = `${String(process.pid)} ${crypto.randomUUID()}`;
  while (!taken(file, owner)) {
    await pause(interval);
    clearDead(file);
  }
  return () => {
    rmSync(file, { force: true });
  };
}
