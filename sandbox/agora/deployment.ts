import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listen } from '../listen.ts';
import type { Deployment, Parts } from '../parts.ts';
import { startWatchdog, type Watchdog } from '../watchdog.ts';
import { startProcess, type ServerProcess } from './process.ts';

const name = 'agora';

/** A folder that the suite can know beforehand: it looks for report files there. */
const homeOf = ({ settings }: Parts): string => path.join(tmpdir(), `sandbox-${settings.ports.prefix}-${name}`);

/** Throws one clear line when the port is taken: the server itself would only log it. */
async function claim(host: string, port: number): Promise<void> {
  const probe = await listen(createServer(), 'Agora', host, port);
  await probe.close();
}

/** Empties the folder, and has it and that of the sandbox removed also after a kill -9, which the watchdog lets the server not survive. */
async function openHome(parts: Parts): Promise<{ home: string; watchdog: Watchdog }> {
  const home = homeOf(parts);
  const watchdog = startWatchdog('KILL', home);
  const watchdogs = [watchdog, startWatchdog('KILL', parts.directory)];
  parts.register({
    async close() {
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
      for (const watchdog of watchdogs) watchdog.dismiss();
    },
  });
  await rm(home, { recursive: true, force: true });
  await mkdir(path.join(home, 'reports'), { recursive: true });
  return { home, watchdog };
}

/** Makes the faults of the graph known, in a sandbox that can be told to lie. */
async function openMutants({ mutants }: Parts, server: ServerProcess): Promise<void> {
  if (!mutants) return;
  const { plantRules } = await import('../mutants/agora/index.ts');
  server.onApplied(plantRules(mutants, name, (rule) => server.plant(rule)));
}

export const deployment: Deployment = {
  async start(parts) {
    const { host, openai, mode, dialect } = parts.settings;
    const port = parts.portOf(name);
    await claim(host, port);
    const { home, watchdog } = await openHome(parts);
    const graph = parts.mutants && path.join(import.meta.dirname, '../mutants/agora/graph.ts');
    const onStart = (pid: number): void => {
      watchdog.guard(pid);
    };
    const options = { host, port, home, openai, oneModel: mode === 'external', ownPace: dialect !== 0, onStart };
    const starting = startProcess({ ...options, ...(graph && { graph }) });
    const model = mode === 'external' ? undefined : parts.model();
    const [server] = await Promise.allSettled([starting, model]);
    if (server.status === 'fulfilled') parts.register(server.value);
    const [running] = await Promise.all([starting, model]);
    await openMutants(parts, running);
    return [
      ['Agora', `http://${host}:${String(port)}   assistant ${name}`],
      ['  report files', path.join(home, 'reports')],
    ];
  },
};
