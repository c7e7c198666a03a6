// Runs in a process of its own, which the sandbox starts: the server keeps its threads in memory, and its size is measured.
import { endPromptly } from './prompt.ts';

/** What the parent is told: that the server listens, or why it will not. */
export type Word = { ready: true } | { failed: string; code?: string };

const tell = (word: Word): Promise<void> =>
  new Promise((resolve) => {
    if (process.send)
      process.send(word, () => {
        resolve();
      });
    else resolve();
  });

// The parent is gone, however it ended.
process.once('disconnect', () => process.exit(0));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));

const { AGORA_HOST: host = '', AGORA_PORT: port = '', AGORA_HOME: home = '', AGORA_GRAPH: file = '' } = process.env;
const isPrompt = process.env['AGORA_PACE'] !== 'own';

try {
  // Loaded here first: the server itself only logs what is wrong with a graph, and goes on.
  await import(file);
  const { startServer } = await import('@langchain/langgraph-api/server');
  if (isPrompt) await endPromptly();
  // Each looks for a run once in a while: the more there are, the sooner one is begun.
  await startServer({
    host,
    port: Number(port),
    nWorkers: isPrompt ? 50 : 10,
    cwd: home,
    graphs: { agora: `${file}:graph` },
  });
  await tell({ ready: true });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  await tell({ failed: message, ...(code !== undefined && { code }) });
  process.exit(1);
}
