import { expect, test as base } from '@playwright/test';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironment } from '../env/loader.ts';
import type { SystemSettings } from '../env/systems/index.ts';
import { ownMetadata, removal } from '../helpers/agora/removal.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { json, startStub } from './suite/stub.ts';

const prefix = 'test_0aaaaaaaaaaaaa_';
const other = 'test_0bbbbbbbbbbbbb_';
const redact = createRedaction([]);

interface Thread {
  readonly thread_id: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Server {
  readonly settings: SystemSettings;
  readonly directory: string;
  threads: Thread[];
  runs: { run_id: string; status: string }[];
  /** `METHOD /path` of each request that changes something. */
  readonly changes: string[];
}

const env = path.join(import.meta.dirname, '..', 'env');

const test = base.extend<{ server: Server }>({
  server: async ({}, use, testInfo) => {
    const directory = testInfo.outputPath('reports');
    const state: Pick<Server, 'threads' | 'runs' | 'changes'> = { threads: [], runs: [], changes: [] };
    const stub = await startStub(({ method, url, body }, response) => {
      const [, , id = ''] = url.split('/');
      if (url === '/threads/search') {
        const { metadata, offset, limit } = JSON.parse(body.toString()) as {
          metadata: object;
          offset: number;
          limit: number;
        };
        const wanted = Object.entries(metadata);
        const found = state.threads.filter((thread) =>
          wanted.every(([name, value]) => thread.metadata[name] === value),
        );
        json(response, 200, found.slice(offset, offset + limit));
        return;
      }
      if (method !== 'GET') state.changes.push(`${method} ${url}`);
      if (method === 'DELETE') state.threads = state.threads.filter(({ thread_id }) => thread_id !== id);
      const thread = state.threads.find(({ thread_id }) => thread_id === id);
      if (url.includes('/runs?')) json(response, 200, state.runs);
      else if (method !== 'GET') response.writeHead(204).end();
      else if (thread) json(response, 200, thread);
      else response.writeHead(404).end('not found');
    });
    const variables = { TEST_SYSTEMS: 'agora', AGORA_API_URL: stub.url, AGORA_REPORTS_DIR: directory };
    const { settings } = loadEnvironment({ variables, directory: env });
    await use(Object.assign(state, { settings, directory }));
    await stub.close();
  },
});

const thread = (id: string, name: string, run = prefix): Thread => ({
  thread_id: id,
  metadata: ownMetadata(run, name),
});

test('a thread goes with its runs, which are cancelled first, and with the folder of its report files', async ({
  server,
}) => {
  const name = `${prefix}w0n1x`;
  server.threads = [thread('one', name), thread('two', `${prefix}w0n2x`)];
  server.runs = [
    { run_id: 'r1', status: 'success' },
    { run_id: 'r2', status: 'running' },
  ];
  const folder = path.join(server.directory, `session_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'topic.md'), 'text');
  const remover = removal.open(server.settings, { prefix, redact });

  expect(await remover.resolve('thread', { test_name: name })).toEqual(['one']);
  await remover.remove('thread', 'one');

  expect(server.changes).toEqual(['POST /threads/one/runs/r2/cancel?wait=true', 'DELETE /threads/one']);
  expect(existsSync(folder)).toBe(false);
  expect(await remover.leftovers()).toEqual(['thread two']);
  await remover.remove('thread', 'one');
});

test('nothing of another run is removed, neither a thread nor a folder', async ({ server }) => {
  server.threads = [thread('theirs', `${other}w0n1x`, other)];
  const remover = removal.open(server.settings, { prefix, redact });

  await expect(remover.remove('thread', 'theirs')).rejects.toThrow('does not belong to this run');
  await expect(remover.remove('folder', `session_${other}w0n1x`)).rejects.toThrow('does not belong to this run');
  await expect(remover.remove('folder', `session_${prefix}/../x`)).rejects.toThrow('does not belong to this run');
  expect(server.changes).toEqual([]);
});

test('the sweep finds threads and folders of a run, however many there are, and every run', async ({ server }) => {
  server.threads = Array.from({ length: 250 }, (_, index) =>
    thread(`t${String(index)}`, `${prefix}w0n${String(index)}x`),
  );
  server.threads.push(thread('theirs', `${other}w0n1x`, other));
  mkdirSync(path.join(server.directory, `session_${prefix}w0n7x`), { recursive: true });
  const remover = removal.open(server.settings, { prefix, redact });

  const roots = await remover.roots();
  expect(roots).toHaveLength(251);
  expect(roots.at(-1)).toEqual({ kind: 'folder', id: `session_${prefix}w0n7x` });
  expect(await removal.findRuns(server.settings, redact)).toEqual([prefix, other]);
});
