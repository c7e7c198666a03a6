import { spawn } from 'node:child_process';

// Each line it reads is the process to end when the pipe closes; `done` means that nothing is left to do.
const script = `
pid=
while read -r word; do
  if [ "$word" = done ]; then exit 0; fi
  pid=$word
done
if [ -n "$pid" ]; then
  kill "-$1" "$pid"
  tries=0
  while kill -0 "$pid" && [ "$tries" -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid"
fi
if [ -n "$2" ]; then rm -rf -- "$2" || { sleep 1; rm -rf -- "$2"; }; fi
`;

/** A process that outlives a kill -9 of ours: it then ends the server that it guards. */
export interface Watchdog {
  /** Which process is meant, in place of an earlier one. */
  guard(pid: number): void;
  /** To be called once the server is gone, and its folder removed. */
  dismiss(): void;
}

/** `signal` ends the server, or KILL three seconds later; then `directory` is removed, if there is one. */
export function startWatchdog(signal: 'QUIT' | 'KILL', directory = ''): Watchdog {
  const child = spawn('sh', ['-c', script, 'sandbox-watchdog', signal, directory], {
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
