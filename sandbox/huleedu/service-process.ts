import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Asked, Told } from './class-management/process.ts';
import type { ClassManagementOptions } from './class-management/service.ts';

const folder = path.join(import.meta.dirname, 'class-management');

/** The first that it tells; throws when it ends before. */
async function answerOf(child: ChildProcess, asked: Asked): Promise<Told> {
  const given = new AbortController();
  const { signal } = given;
  const told = once(child, 'message', { signal });
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('class management has ended');
  });
  const first = Promise.race([told, ended]);
  child.send(asked);
  try {
    const [answer] = (await first) as [Told];
    return answer;
  } finally {
    given.abort();
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}

/** A class management in a process of its own. It does not outlive this one. */
export class ServiceProcess {
  #running: ChildProcess | undefined;

  constructor(private readonly options: ClassManagementOptions) {}

  /** Resolves when it answers and consumes. Throws what kept it from it. */
  async start(): Promise<void> {
    if (this.#running) return;
    // The transpiler is looked up from the working directory.
    const child = fork(path.join(folder, 'process.ts'), { cwd: folder, execArgv: ['--import', 'tsx'] });
    this.#running = child;
    child.once('exit', () => {
      if (this.#running === child) this.#running = undefined;
    });
    await this.#begin(child);
  }

  /** Ends the service and starts it anew in its process: to load one takes seconds. */
  async restart(): Promise<void> {
    await (this.#running ? this.#begin(this.#running) : this.start());
  }

  /** SIGTERM; resolves when the process is gone. Throws unless it ended well. */
  async stop(): Promise<void> {
    const running = this.#running;
    const code = running && (await end(running, 'SIGTERM'));
    if (running && code !== 0) throw new Error(`class management ended with ${String(code)} after SIGTERM`);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    if (this.#running) await end(this.#running, 'SIGKILL');
  }

  async #begin(child: ChildProcess): Promise<void> {
    const told = await answerOf(child, { start: this.options });
    if (told === 'started') return;
    await end(child, 'SIGKILL');
    throw new Error('failed' in told ? told.failed : 'class management did not say that it has started');
  }

  /** Resident bytes. Throws when it does not run. */
  async memory(): Promise<number> {
    const told = this.#running && (await answerOf(this.#running, 'memory'));
    if (typeof told === 'object' && 'resident' in told) return told.resident;
    throw new Error('class management does not run');
  }
}
