import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { prefixOf, runIdPattern } from '../../env/run.ts';
import type { AgoraSettings } from '../../env/systems/agora.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import type { Redact } from '../http/redaction.ts';

/** Metadata of every thread that a test makes: the run's prefix, by which the sweep finds it, and a name of its own. */
export const ownMetadata = (runPrefix: string, name: string): Readonly<Record<string, string>> => ({
  test_suite: 'deployed-api-tests',
  test_run: runPrefix,
  test_name: name,
});

const kinds = {
  thread: {
    keyOf: ({ body }: { readonly body?: unknown }) => {
      const name = z.object({ metadata: z.object({ test_name: z.string() }) }).safeParse(body).data?.metadata.test_name;
      return name === undefined ? undefined : { test_name: name };
    },
    idOf: (body: unknown) => z.object({ thread_id: z.string() }).safeParse(body).data?.thread_id,
  },
};

const Found = z.array(z.object({ thread_id: z.string(), metadata: z.record(z.string(), z.unknown()).nullish() }));
const Runs = z.array(z.object({ run_id: z.string(), status: z.string() }));
const pageSize = 100;

/** Folder of a session's files; its id is the name that the test gave it (contract 8). */
const folderStart = 'session_';

class AgoraRemover implements Remover {
  constructor(
    private readonly settings: AgoraSettings,
    private readonly prefix: string,
    private readonly redact: Redact,
  ) {}

  resolve(_kind: string, key: NaturalKey): Promise<string[]> {
    return this.threads({ ...key, test_run: this.prefix });
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'folder') return this.removeFolder(id);
    const thread = await this.request('GET', `/threads/${id}`, undefined, [404]);
    if (thread === undefined) return;
    const metadata = z.object({ metadata: z.record(z.string(), z.unknown()) }).safeParse(thread).data?.metadata;
    if (metadata?.['test_run'] !== this.prefix)
      throw new Error(`the thread does not belong to this run (${this.prefix}…): nothing was deleted`);
    const runs = Runs.parse(await this.request('GET', `/threads/${id}/runs?limit=100`));
    for (const { run_id: run } of runs.filter(({ status }) => status === 'pending' || status === 'running'))
      await this.request('POST', `/threads/${id}/runs/${run}/cancel?wait=true`, undefined, [404]);
    await this.request('DELETE', `/threads/${id}`, undefined, [404]);
    const name = metadata['test_name'];
    if (typeof name === 'string' && name.startsWith(this.prefix)) await this.removeFolder(folderStart + name);
  }

  async leftovers(): Promise<string[]> {
    const threads = await this.threads({ test_run: this.prefix });
    return [...threads.map((id) => `thread ${id}`), ...(await this.folders()).map((name) => `folder ${name}`)];
  }

  async roots(): Promise<Root[]> {
    const threads = await this.threads({ test_run: this.prefix });
    const folders = await this.folders();
    return [...threads.map((id) => ({ kind: 'thread', id })), ...folders.map((id) => ({ kind: 'folder', id }))];
  }

  /** Prefixes of every run that left a thread. */
  async runs(): Promise<string[]> {
    const pattern = new RegExp(`^${prefixOf(runIdPattern)}$`);
    const found = new Set<string>();
    for (let offset = 0; ; offset += pageSize) {
      const page = await this.page({ test_suite: 'deployed-api-tests' }, offset);
      for (const { metadata } of page) {
        const run = metadata?.['test_run'];
        if (typeof run === 'string' && pattern.test(run)) found.add(run);
      }
      if (page.length < pageSize) return [...found].sort();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async threads(metadata: Readonly<Record<string, string>>): Promise<string[]> {
    const ids: string[] = [];
    for (;;) {
      const page = await this.page(metadata, ids.length);
      ids.push(...page.map(({ thread_id }) => thread_id));
      if (page.length < pageSize) return ids;
    }
  }

  private async page(metadata: Readonly<Record<string, string>>, offset: number): Promise<z.output<typeof Found>> {
    // Not the values: those of a whole page are megabytes.
    const body = { metadata, offset, limit: pageSize, select: ['thread_id', 'metadata'] };
    return Found.parse(await this.request('POST', '/threads/search', body));
  }

  /** Folders of the run among the report files, where they can be reached. */
  private async folders(): Promise<string[]> {
    const { reportsDirectory: directory } = this.settings;
    if (directory === undefined) return [];
    const names = await readdir(directory).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => name.startsWith(folderStart + this.prefix));
  }

  private async removeFolder(name: string): Promise<void> {
    const { reportsDirectory: directory } = this.settings;
    if (directory === undefined) return;
    if (!name.startsWith(folderStart + this.prefix) || path.basename(name) !== name)
      throw new Error(`the folder ${name} does not belong to this run (${this.prefix}…): nothing was deleted`);
    await rm(path.join(directory, name), { recursive: true, force: true });
  }

  /** Undefined for a status that is no error here. Throws one redacted line for any other refusal. */
  private async request(
    method: string,
    target: string,
    body?: unknown,
    gone: readonly number[] = [],
  ): Promise<unknown> {
    const { apiUrl, headers, patience } = this.settings;
    const response = await fetch(apiUrl.replace(/\/+$/, '') + target, {
      method,
      signal: AbortSignal.timeout(patience.request),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    if (gone.includes(response.status)) return undefined;
    if (!response.ok) throw new Error(this.redact(`${method} ${target} answered ${String(response.status)}: ${text}`));
    return text === '' ? undefined : JSON.parse(text);
  }
}

function settingsOf({ agora }: SystemSettings): AgoraSettings {
  if (!agora) throw new Error('The ledger names agora, which this environment does not host');
  return agora;
}

/** Clean-up of Agora: runs under way are cancelled, then the thread goes with all that hangs on it, and its report files. */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new AgoraRemover(settingsOf(settings), prefix, redact),
  findRuns: (settings, redact) => new AgoraRemover(settingsOf(settings), '', redact).runs(),
};
