import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const interval = 25;

/** Whether this process wrote the file, which was not there. */
function taken(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** A killed worker leaves its lock behind. */
function isHeld(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** Waits for a thing that the processes of a run use one at a time; the function returned gives it back. */
export async function lock(directory: string, name: string): Promise<() => void> {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${name}.lock`);
  while (!taken(file)) {
    await pause(interval);
    if (!isHeld(file)) rmSync(file, { force: true });
  }
  return () => {
    rmSync(file, { force: true });
  };
}
