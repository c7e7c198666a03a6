import type { Closable } from '../../parts.ts';
import { startClassManagement, type ClassManagementOptions } from './service.ts';

/** What the sandbox asks of this process: to start the service, after the end of the one that runs, or how much memory it has. */
export type Asked = { start: ClassManagementOptions } | 'memory';

/** `resident`: bytes. */
export type Told = 'started' | { failed: string } | { resident: number };

// A class management in a process of its own, which can be ended and killed. SIGTERM has it finish what it has in hand.
let running: Promise<Closable> | undefined;

function tell(told: Told): void {
  process.send?.(told);
}

process.on('message', (message) => {
  const asked = message as Asked;
  if (asked === 'memory') {
    tell({ resident: process.memoryUsage.rss() });
    return;
  }
  const ended = running?.then((service) => service.close()) ?? Promise.resolve();
  running = ended.then(() => startClassManagement(asked.start));
  running.then(
    () => {
      tell('started');
    },
    (error: unknown) => {
      tell({ failed: error instanceof Error ? error.message : String(error) });
    },
  );
});

process.on('SIGTERM', () => {
  const ended = running?.then((service) => service.close()) ?? Promise.resolve();
  ended.then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
