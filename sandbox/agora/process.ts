import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Closable } from '../parts.ts';
import type { Word } from './server/main.ts';

export interface ProcessOptions {
  host: string;
  port: number;
  /** Where it keeps its threads and writes its reports. */
  home: string;
  openai: { baseUrl: string; apiKey: string; model: string };
  /** Whether that model answers for every other one that a session names. */
  oneModel: boolean;
  /** Whether runs begin and end at the server's own pace, not as soon as they can. */
  ownPace: boolean;
  /** Module with the graph; the deployment's own where none is given. */
  graph?: string;
  /** Told of the process as soon as there is one. */
  onStart?: (pid: number) => void;
}

/** A server in a process of its own. */
export interface ServerProcess extends Closable {
  /** Plants a fault by its name, or takes it out; resolves when that is done. */
  plant(rule: string | null): Promise<void>;
  /** Calls back whenever the fault has an effect. */
  onApplied(listener: () => void): void;
}

/** How long the server may take to load. */
const startMs = 40_000;

/** Starts the server; resolves when it answers. Throws one clear line, and leaves no process. */
export async function startProcess(options: ProcessOptions): Promise<ServerProcess> {
  const child = launch(options);
  if (child.pid !== undefined) options.onStart?.(child.pid);
  try {
    await heard(child);
    await answers(`http://${options.host}:${String(options.port)}/ok`);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    async plant(rule) {
      const done = new Promise<void>((resolve) => {
        const listen = (word: { planted?: string | null }): void => {
          if (word.planted !== rule) return;
          child.off('message', listen);
          resolve();
        };
        child.on('message', listen);
      });
      child.send({ plant: rule });
      await done;
    },
    onApplied(listener) {
      child.on('message', (word: { applied?: true }) => {
        if (word.applied) listener();
      });
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      // Nothing is to be saved: its folder goes with the sandbox.
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function launch({ host, port, home, openai, oneModel, ownPace, graph }: ProcessOptions): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), path.join(import.meta.dirname, 'server/main.ts')],
    {
      cwd: home,
      // The channel tells it when this process is gone.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ...{ AGORA_HOST: host, AGORA_PORT: String(port), AGORA_HOME: home, AGORA_PACE: ownPace ? 'own' : 'prompt' },
        ...{ AGORA_GRAPH: graph ?? path.join(import.meta.dirname, 'graph.ts'), AGORA_MODEL_URL: openai.baseUrl },
        ...{ AGORA_MODEL_KEY: openai.apiKey, AGORA_MODEL_NAME: oneModel ? openai.model : '', TSX_DISABLE_CACHE: '1' },
        ...{ LOG_LEVEL: 'warn', LANGSMITH_TRACING: 'false', LANGCHAIN_TRACING_V2: 'false' },
      },
    },
  );
}

/** Its first word. */
async function heard(child: ChildProcess): Promise<void> {
  const word = await new Promise<Word>((resolve) => {
    child.once('message', (message) => {
      resolve(message as Word);
    });
    child.once('error', (error) => {
      resolve({ failed: error.message });
    });
    child.once('exit', (code) => {
      resolve({ failed: `its process ended with ${String(code)}` });
    });
    setTimeout(() => {
      resolve({ failed: `no answer within ${String(startMs / 1000)} s` });
    }, startMs).unref();
  });
  if ('ready' in word) return;
  const { failed, code } = word;
  throw Object.assign(new Error(`Agora: ${failed}`), code === undefined ? {} : { code });
}

/** Throws when nothing is ready there. */
async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await wait(50);
  }
  throw new Error(`Agora does not answer at ${url}`);
}
