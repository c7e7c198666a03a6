import { isOfEnvironment } from '../reporting/causes.mjs';
import type { Entry } from './ledger.ts';
import type { Remover } from './removal.ts';

/** Removals in a row that got no answer before the rest is not tried. */
const patience = 2;

const describe = (entry: Entry): string => {
  const what = entry.id ?? JSON.stringify(entry.key ?? 'without a key');
  return `${entry.kind} ${what} (${entry.operation})`;
};

async function removeEntry(entry: Entry, remover: Remover): Promise<void> {
  const found = entry.key ? await remover.resolve(entry.kind, entry.key) : [];
  // The key finds also what a call created more than once; the id finds what lost its key.
  const ids = new Set(entry.id === undefined ? found : [entry.id, ...found]);
  for (const id of ids) await remover.remove(entry.kind, id);
}

/**
 * Removes what the entries name, in the order given. A root that fails does not stop the others, unless the stores of its system did
 * not answer twice in a row: each would be waited for. At the end one Error names all that failed. `removed` is called for each entry that is gone.
 */
export async function removeAll(
  entries: readonly Entry[],
  removerOf: (system: string) => Remover | Promise<Remover>,
  removed: (entry: Entry) => void,
): Promise<void> {
  const failures: string[] = [];
  /** How often in a row each system did not answer. */
  const silent = new Map<string, number>();
  for (const entry of entries) {
    const before = silent.get(entry.system) ?? 0;
    if (before >= patience) {
      failures.push(`${describe(entry)}: not tried, what was asked before got no answer`);
      continue;
    }
    try {
      await removeEntry(entry, await removerOf(entry.system));
      removed(entry);
      silent.delete(entry.system);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      silent.set(entry.system, isOfEnvironment(message) ? before + 1 : 0);
      failures.push(`${describe(entry)}: ${message}`);
    }
  }
  if (failures.length > 0) {
    const list = failures.map((text) => `  - ${text}`).join('\n');
    throw new Error(`Clean-up left ${String(failures.length)} of ${String(entries.length)} behind:\n${list}`);
  }
}
