import { prefixOf } from '../env/run.ts';
import { ledgerDirectory, readLedgers } from '../helpers/cleanup/ledger.ts';
import { loadRemoval, type Remover } from '../helpers/cleanup/removal.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import type { Lane } from './lane.ts';

/** What the end of a test left in its lane. */
export interface Remains {
  /** Things of the run that are still there and that no living worker fixture owns, one line each. */
  readonly left: readonly string[];
  /** True when a worker fixture created something that later tests share. */
  readonly shared: boolean;
  /** True when something that a worker fixture holds is gone. */
  readonly damaged: boolean;
}

/** Proof, after each test, that a lane is as it was before; and the removal of what a fault kept from being removed. */
export class LaneSession {
  private removers: { name: string; remover: Remover }[] = [];
  private known = new Set<string>();

  constructor(
    private readonly lane: Lane,
    private readonly runId: string,
  ) {}

  /** Intents that a worker still holds between its tests: those of its worker fixtures. */
  heldBy(worker: number): Set<string> {
    const { open } = readLedgers(ledgerDirectory(this.runId), `worker${String(worker)}-`);
    return new Set(open.map(({ id, intent }) => id ?? intent));
  }

  /**
   * Looks for what a test left, given what its worker held before, and removes it. What a failed clean-up left in the
   * test's own ledger is not taken for a worker fixture's.
   */
  async inspect(worker: number, heldBefore: ReadonlySet<string>, cleanUpFailed: boolean): Promise<Remains> {
    const removers = await this.open();
    const before = this.known;
    const held = cleanUpFailed ? heldBefore : this.heldBy(worker);
    const shared = [...held].some((id) => !heldBefore.has(id));
    const lines = await leftoversOf(removers);
    // What a worker fixture created just now cannot be told from what the test left.
    const left = shared ? [] : [...lines].filter((line) => !before.has(line));
    if (left.length > 0) {
      for (const { remover } of removers) {
        for (const { kind, id } of await remover.roots()) if (!held.has(id)) await remover.remove(kind, id);
      }
    }
    this.known = left.length > 0 ? await leftoversOf(removers) : lines;
    const isHeld = (line: string): boolean => [...heldBefore].some((id) => line.includes(id));
    const damaged = [...before].some((line) => isHeld(line) && !lines.has(line));
    return { left, shared, damaged };
  }

  async close(): Promise<void> {
    for (const { remover } of this.removers) await remover.close();
  }

  private async open(): Promise<typeof this.removers> {
    if (this.removers.length > 0) return this.removers;
    const { settings, secrets } = this.lane.environment;
    const scope = { prefix: prefixOf(this.runId), redact: createRedaction(secrets) };
    for (const name of Object.keys(settings)) {
      this.removers.push({ name, remover: (await loadRemoval(name)).open(settings, scope) });
    }
    return this.removers;
  }
}

async function leftoversOf(removers: readonly { name: string; remover: Remover }[]): Promise<Set<string>> {
  const lines = new Set<string>();
  for (const { name, remover } of removers) {
    for (const line of await remover.leftovers()) lines.add(`${name}: ${line}`);
  }
  return lines;
}
