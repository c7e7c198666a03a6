import { rmSync } from 'node:fs';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { prefixOf } from '../../env/run.ts';
import { createRedaction } from '../http/redaction.ts';
import { Ledger, ledgerDirectory, readLedgers } from './ledger.ts';
import { hasWritten } from './owner.ts';
import { loadRemoval, type Remover } from './removal.ts';
import { removeAll } from './remove.ts';

/** What the end of a run found. */
export interface Proof {
  readonly runId: string;
  /** Things that the run wrote down before creating them. */
  readonly intents: number;
  /** Of these, how many a killed worker had left and the end of the run removed. */
  readonly removedLate: number;
  /** What is still there; empty is the proof. */
  readonly leftovers: readonly string[];
}

/** Removers of the systems of an environment, opened with the first use and closed together. */
class Removers {
  private readonly opened = new Map<string, Promise<Remover>>();

  constructor(
    private readonly environment: LoadedEnvironment,
    private readonly prefix: string,
  ) {}

  of(system: string): Promise<Remover> {
    const { settings, secrets } = this.environment;
    const scope = { prefix: this.prefix, redact: createRedaction(secrets) };
    const remover = this.opened.get(system) ?? loadRemoval(system).then((removal) => removal.open(settings, scope));
    this.opened.set(system, remover);
    return remover;
  }

  async close(): Promise<void> {
    // One that could not be opened has said so already.
    await Promise.allSettled([...this.opened.values()].map(async (remover) => (await remover).close()));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Removes the traces of a run, and looks for what is left of it. */
async function leftoversOf(remover: Remover, ids: readonly string[]): Promise<string[]> {
  for (const { kind, id } of (await remover.traces?.()) ?? []) await remover.remove(kind, id);
  return remover.leftovers(ids);
}

/**
 * Removes what killed workers of the run left open in their ledgers and the traces of the run, then looks for anything that carries
 * the run's prefix or hangs on what it created. Undefined when no test of the run could write, so that a read-only run opens no store.
 */
export async function proveNothingLeft(environment: LoadedEnvironment, runId: string): Promise<Proof | undefined> {
  const directory = ledgerDirectory(runId);
  const { open, intents, ids } = readLedgers(directory);
  if (intents === 0 && !hasWritten(directory)) return undefined;
  const removers = new Removers(environment, prefixOf(runId));
  try {
    const problems: string[] = [];
    const unseen: string[] = [];
    await removeAll(
      open,
      (system) => removers.of(system),
      (entry) => {
        Ledger.strike(directory, 'end', entry);
      },
    ).catch((error: unknown) => problems.push(messageOf(error)));
    for (const system of Object.keys(environment.settings)) {
      await leftoversOf(await removers.of(system), ids).then(
        (lines) => problems.push(...lines.map((line) => `${system}: ${line}`)),
        (error: unknown) => unseen.push(`${system}: ${messageOf(error)}`),
      );
    }
    // One that cannot be looked into does not hide what the others hold.
    if (unseen.length > 0) throw new Error([...unseen, ...problems].join('\n  - '));
    const proof: Proof = { runId, intents, removedLate: open.length, leftovers: problems };
    // The ledgers have done their work; those of a run that left something stay for whoever looks into it.
    if (problems.length === 0) rmSync(directory, { recursive: true, force: true });
    return proof;
  } finally {
    await removers.close();
  }
}
