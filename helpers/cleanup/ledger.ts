import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prefixOf, runIdPattern } from '../../env/run.ts';
import type { NaturalKey } from './removal.ts';

/** A thing that is about to be, or was, created. */
export interface Entry {
  readonly intent: string;
  readonly system: string;
  readonly kind: string;
  readonly operation: string;
  readonly key: NaturalKey | undefined;
  /** Known once the creation was answered. */
  id?: string;
}

type Line = { readonly entry: Entry } | { readonly intent: string; readonly id: string } | { readonly removed: string };

/** Where the ledgers of a run lie; one file for each writer. */
export const ledgerDirectory = (runId: string): string =>
  path.join(import.meta.dirname, '..', '..', 'reports', 'ledger', runId);

/**
 * What one owner (a test, or a worker fixture) creates, written to disk before it is used. A line is appended in one
 * write, so a killed process leaves whole lines; it outlives the process, and a power cut is the sweep's business.
 */
export class Ledger {
  /** Of all that was ever created. */
  readonly ids: string[] = [];
  private readonly entries = new Map<string, Entry>();
  private counter = 0;

  constructor(
    private readonly directory: string,
    private readonly owner: string,
  ) {}

  /** Writes down that something is about to be created; returns its entry. */
  intend(entry: Omit<Entry, 'intent' | 'id'>): Entry {
    const written: Entry = { ...entry, intent: `${this.owner}.${String(++this.counter)}` };
    this.entries.set(written.intent, written);
    this.append({ entry: written });
    return written;
  }

  /** Adds the id that the answer gave. */
  resolve(entry: Entry, id: string): void {
    entry.id = id;
    this.ids.push(id);
    this.append({ intent: entry.intent, id });
  }

  /** Strikes an entry off: its thing is gone, or never came to be. */
  remove(entry: Entry): void {
    this.entries.delete(entry.intent);
    this.append({ removed: entry.intent });
  }

  /** What is still to be removed, the newest first. */
  open(): Entry[] {
    return [...this.entries.values()].reverse();
  }

  /** Strikes an entry of an earlier process off. */
  static strike(directory: string, owner: string, entry: Entry): void {
    new Ledger(directory, owner).append({ removed: entry.intent });
  }

  private append(line: Line): void {
    mkdirSync(this.directory, { recursive: true });
    appendFileSync(path.join(this.directory, `${this.owner}.jsonl`), `${JSON.stringify(line)}\n`);
  }
}

/** A line that a full disk cut short names nothing; the search for the run's prefix still finds its thing. */
function parsedLine(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}

/**
 * Everything that the ledgers of a run hold, or those of the owners whose names start so: what is still open, how much was ever
 * written down, and the ids of all that was created.
 */
export function readLedgers(directory: string, owners = ''): { open: Entry[]; intents: number; ids: string[] } {
  const open = new Map<string, Entry>();
  let intents = 0;
  const isMeant = (file: string): boolean => file.startsWith(owners) && file.endsWith('.jsonl');
  const files = existsSync(directory) ? readdirSync(directory).filter(isMeant) : [];
  const lines = files.flatMap((file) => readFileSync(path.join(directory, file), 'utf8').split('\n').filter(Boolean));
  const removed = new Set<string>();
  const ids: string[] = [];
  for (const line of lines.flatMap(parsedLine)) {
    if ('entry' in line) {
      intents += 1;
      open.set(line.entry.intent, line.entry);
    } else if ('removed' in line) {
      removed.add(line.removed);
    } else {
      ids.push(line.id);
      const entry = open.get(line.intent);
      if (entry) entry.id = line.id;
    }
  }
  for (const intent of removed) open.delete(intent);
  return { open: [...open.values()].reverse(), intents, ids };
}

/** Whether what a ledger names lies in the deployment that was swept. */
type IsHere = (directory: string) => boolean;

/** Removes the ledgers of these runs, by their prefix, that name no other systems and deployments: all that they created is gone. */
export function settleLedgers(
  takes: (prefix: string) => boolean,
  systems: readonly string[],
  isHere: IsHere,
  place = path.dirname(ledgerDirectory('any')),
): void {
  const runs = existsSync(place) ? readdirSync(place).filter((name) => new RegExp(`^${runIdPattern}$`).test(name)) : [];
  for (const runId of runs.filter((name) => takes(prefixOf(name)))) {
    const directory = path.join(place, runId);
    const { open } = readLedgers(directory);
    if (isHere(directory) && open.every(({ system }) => systems.includes(system)))
      rmSync(directory, { recursive: true, force: true });
  }
}
