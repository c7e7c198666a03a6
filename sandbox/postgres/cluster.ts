import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { acceptNamelessUser, copyBinaries, hydrate, installedBinaries } from './binaries.ts';
import { run, serverIdentity } from './process.ts';
import type { Outcome } from './process.ts';

export interface Cluster {
  /** Folder with the binaries to use: the installed ones, or a copy. */
  native: string;
  data: string;
}

/**
 * Creates an empty cluster in `directory`, whose superuser `postgres` has the password given.
 * Throws one clear line.
 */
export async function createCluster(
  directory: string,
  password: string,
  onStart: (pid: number) => void,
): Promise<Cluster> {
  const installed = installedBinaries();
  const { uid, gid } = serverIdentity();
  const passwordFile = path.join(directory, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) {
    await chmod(directory, 0o711);
    await chown(passwordFile, uid, gid);
  }
  const attempt = async (native: string): Promise<Cluster & Outcome> => {
    const data = path.join(directory, 'data');
    await rm(data, { recursive: true, force: true });
    await mkdir(data, { mode: 0o700 });
    if (uid !== undefined && gid !== undefined) await chown(data, uid, gid);
    return { native, data, ...(await initialise(native, data, passwordFile, onStart)) };
  };
  let result = await hydrate(installed).then(
    () => attempt(installed),
    // A read-only installation without its links: only a copy can have them.
    (error: unknown) => ({ native: installed, data: '', code: null, output: String(error) }),
  );
  if (result.code !== 0) result = await attempt(await copyBinaries(installed, directory));
  if (result.code !== 0 && isNameless(result)) {
    await acceptNamelessUser(result.native);
    result = await attempt(result.native);
  }
  await rm(passwordFile, { force: true });
  if (result.code !== 0) throw new Error(`PostgreSQL cannot create its data directory: ${reason(result)}`);
  return { native: result.native, data: result.data };
}

function isNameless(outcome: Outcome): boolean {
  return outcome.output.includes('could not look up effective user ID');
}

function initialise(
  native: string,
  data: string,
  passwordFile: string,
  onStart: (pid: number) => void,
): Promise<Outcome> {
  // builtin C.UTF-8 needs no locale of the machine and still knows upper and lower case beyond ASCII.
  const args = ['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  args.push('--no-sync', '--no-instructions', '--wal-segsize=1', '--set', 'timezone=UTC', '--set', 'log_timezone=UTC');
  return run(path.join(native, 'bin', 'initdb'), args, serverIdentity(), onStart);
}

/** The line that tells most: the first error, or why the program could not be run at all. */
export function reason(outcome: Outcome): string {
  const lines = outcome.output.split('\n').filter((line) => line.trim() !== '');
  if (outcome.code === null && outcome.output.includes('ENOENT'))
    return `${outcome.output} (it needs glibc 2.27 or newer)`;
  return lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? `exit code ${String(outcome.code)}`;
}
