import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { LoadedEnvironment } from '../../env/loader.ts';

/** Whose a ledger is: a run's process, by its start too, since numbers come again; on a machine; for a deployment. */
const Owner = z.object({
  host: z.string(),
  pid: z.number(),
  started: z.string(),
  environment: z.string(),
  baseUrls: z.array(z.string()),
});

export type Owner = z.output<typeof Owner>;

const fileOf = (directory: string): string => path.join(directory, 'owner.json');

/** When a process began, in whatever words its system has; undefined when there is none. */
function startOf(pid: number): string | undefined {
  try {
    // Behind the name, which may hold anything, the twentieth is the start.
    if (existsSync('/proc/self/stat'))
      return readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ')[19];
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Notes that a test of the run may write from now on, and whose process the run is. `pid`: that of the main process. */
export function noteWriting(directory: string, pid: number, target: Pick<Owner, 'environment' | 'baseUrls'>): void {
  if (hasWritten(directory)) return;
  mkdirSync(directory, { recursive: true });
  const { environment, baseUrls } = target;
  const owner: Owner = { host: hostname(), pid, started: startOf(pid) ?? '', environment, baseUrls: [...baseUrls] };
  writeFileSync(fileOf(directory), JSON.stringify(owner));
}

/** Whether a test of the run could write: at its end it is looked for what is left, whether a ledger has anything or not. */
export const hasWritten = (directory: string): boolean => existsSync(fileOf(directory));

/** Whose a ledger is; undefined where that was not noted, or the note is cut short. */
export function ownerOf(directory: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(readFileSync(fileOf(directory), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Whether the process of a run is gone, as far as this machine can tell: of another machine's it cannot. */
export const isDead = ({ host, pid, started }: Owner): boolean => host === hostname() && startOf(pid) !== started;

/** Whether it is of this deployment; of a ledger without a note nobody knows another one. */
export const isOf = (
  owner: Owner | undefined,
  { name, baseUrls }: Pick<LoadedEnvironment, 'name' | 'baseUrls'>,
): boolean =>
  owner === undefined || (owner.environment === name && owner.baseUrls.some((url) => baseUrls.includes(url)));
