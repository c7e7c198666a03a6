import type { Entry } from './ledger.ts';
import type { Remover } from './removal.ts';

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
 * Removes what the entries name, in the order given. A root that fails does not stop the others; at the end one Error
 * names all that failed. `removed` is called for each entry that is gone.
 */
export async function removeAll(
  entries: readonly Entry[],
  removerOf: (system: string) => Remover | Promise<Remover>,
  removed: (entry: Entry) => void,
): Promise<void> {
  const failures: string[] = [];
  for (const entry of entries) {
    try {
      await removeEntry(entry, await removerOf(entry.system));
      removed(entry);
    } catch (error) {
      failures.push(`${describe(entry)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) {
    const list = failures.map((text) => `  - ${text}`).join('\n');
    throw new Error(`Clean-up left ${String(failures.length)} of ${String(entries.length)} behind:\n${list}`);
  }
}
