import type { DatabasePart } from '../mutants/mutant.ts';
import { connectDatabase } from './connection.ts';
import { removePlanted } from './fault.ts';
import { recordTables } from './recording.ts';
import { snapshotRows } from './snapshot.ts';
import { readTables } from './tables.ts';

const schema = 'public';

/** A table, or what begins with its name, as it is called beside those of other databases. */
export const inDatabase = (name: string, text: string): string => (name === '' ? text : `${name}.${text}`);

/** Every database of a lane. */
export interface LaneDatabases {
  readonly parts: ReadonlyMap<string, readonly DatabasePart[]>;
  /** What the API wrote in any of them since the last call, as `TableRecording` has it. */
  touched(): Promise<string[]>;
  /** Notes which rows they hold; the function returned deletes those that came since. */
  snapshotRows(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Connects to them, and records what is written from then on. The only one of a system bears no name. */
export async function openDatabases(urls: Readonly<Record<string, readonly string[]>>): Promise<LaneDatabases> {
  const names = Object.keys(urls);
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    for (const { database } of opened) await database.close();
  };
  try {
    for (const name of names)
      for (const [at, url] of (urls[name] ?? []).entries())
        opened.push(await open(names.length > 1 ? name : '', url, at === 0));
  } catch (error) {
    await close();
    throw error;
  }
  const partsOf = (meant: string): DatabasePart[] =>
    opened.filter(({ name }) => name === meant).map(({ database }) => database);
  return {
    parts: new Map(opened.map(({ name }) => [name, partsOf(name)])),
    async touched() {
      const taken = await Promise.all(opened.map(({ take }) => take()));
      return taken.flat().sort();
    },
    async snapshotRows() {
      const restores = await Promise.all(opened.map(({ snapshot }) => snapshot()));
      return async () => {
        for (const restore of restores) await restore();
      };
    },
    close,
  };
}

interface Opened {
  readonly name: string;
  readonly database: Awaited<ReturnType<typeof connectDatabase>>;
  readonly take: () => Promise<string[]>;
  readonly snapshot: () => Promise<() => Promise<void>>;
}

/** Beside the first of a name stand those that tests stop and start: no session is left in them. */
async function open(name: string, url: string, isFirst: boolean): Promise<Opened> {
  const database = await connectDatabase(url, { lasting: isFirst });
  await removePlanted(database);
  const record = await recordTables(database, schema);
  const tables = await readTables(database, schema);
  return {
    ...{ name, database },
    take: async () => (await record.take()).map((entry) => inDatabase(name, entry)),
    snapshot: () => snapshotRows(database, tables),
  };
}
