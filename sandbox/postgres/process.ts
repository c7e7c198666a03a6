import { spawn } from 'node:child_process';

/** An unprivileged uid and gid. PostgreSQL refuses to run as root; 65534 is `nobody` nearly everywhere and needs no entry. */
export interface Identity {
  uid?: number;
  gid?: number;
}

/** Who PostgreSQL runs as: ourselves, unless we are root. */
export function serverIdentity(): Identity {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
}

/**
 * The environment of PostgreSQL's programs. PGPORT, PGDATA, PGOPTIONS or a locale that this machine lacks would
 * change or break them, so nothing is inherited but what finding `sh` takes.
 */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface Outcome {
  /** Exit code; null when the program could not be started or was ended by a signal. */
  code: number | null;
  /** Standard output and error, or why it could not be started. */
  output: string;
}

/** Runs a program to its end; never throws. `onStart` gets its process id. */
export function run(
  program: string,
  args: readonly string[],
  identity: Identity,
  onStart: (pid: number) => void = () => undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...identity,
      cwd: '/',
      env: cleanEnvironment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      resolve({ code: null, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, output });
    });
    if (child.pid !== undefined) onStart(child.pid);
  });
}
