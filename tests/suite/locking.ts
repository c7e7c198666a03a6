import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from '../../helpers/file-lock.ts';

// Takes a lock so many times, and says how often somebody else had it as well.
const [directory = '', times = '0'] = process.argv.slice(2);
const inside = path.join(directory, 'inside');
let twice = 0;
for (let time = 0; time < Number(times); time += 1) {
  const giveBack = await lock(directory, 'thing');
  try {
    writeFileSync(inside, '', { flag: 'wx' });
    await pause(3);
    rmSync(inside);
  } catch {
    twice += 1;
  }
  giveBack();
}
process.stdout.write(String(twice));
