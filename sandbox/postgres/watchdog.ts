import { spawn } from 'node:child_process';

// Each line it reads is the process to end when the pipe closes; `done` means that nothing is left to do.
const script = `
pid=
while read -r word; do
  if [ "$word" = done ]; then exit 0; fi
  pid=$word
done
if [ -n "$pid" ]; then
  kill -QUIT "$pid"
  tries=0
  while kill -0 "$pid" && [ "$tries" -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid"
fi
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
`;

/** A process that outlives a kill -9 of ours: it then ends PostgreSQL and removes the sandbox's folder. */
export interface Watchdog {
  guard(pid: number): void;
  /** To be called once the server is gone and the folder is removed. */
  dismiss(): void;
}

export function startWatchdog(directory: string): Watchdog {
  const child = spawn('sh', ['-c', script, 'sandbox-watchdog', directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // A watchdog that is gone must not take the sandbox with it.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  return {
    guard: (pid) => child.stdin.write(`${String(pid)}\n`),
    dismiss: () => child.stdin.end('done\n'),
  };
}
