import type { DatabasePart, Mutant } from '../mutants/mutant.ts';
import type { Activity, Touched } from '../recording/activity.ts';
import { columnFaults } from './columns.ts';
import { constraintFaults } from './constraints.ts';
import { plantFault, removePlanted, type Fault } from './fault.ts';
import { inDatabase } from './lane-databases.ts';
import { rowFaults } from './rows.ts';
import { readTables, type Table } from './tables.ts';

/**
 * Mutants of every table that the connected role owns in a schema, from the database's own catalogue. Removes what a
 * run that was killed has left. The name is the lane's for the database: the empty one stands in no mutant.
 */
export async function databaseMutants(database: DatabasePart, schema = 'public', name = ''): Promise<Mutant[]> {
  await removePlanted(database);
  const tables = await readTables(database, schema);
  return tables.flatMap((table) =>
    [...rowFaults(table), ...columnFaults(table), ...constraintFaults(table)].map((fault) =>
      mutant(table, fault, name),
    ),
  );
}

function mutant(table: Table, fault: Fault, name: string): Mutant {
  const { operator, place, description } = fault;
  const target = inDatabase(name, table.name);
  return {
    id: ['database', target, operator, ...(place === undefined ? [] : [place])].join(':'),
    family: 'database',
    operations: [],
    operator,
    target,
    description: inDatabase(name, description),
    ...(fault.uncounted && { uncounted: true }),
    suits: (touched) => suits(name, fault, touched),
    plant: ({ databases }) => plantInAll(databases.get(name) ?? [], fault),
  };
}

/** The same fault in each of them: a service may have more than one deployment in a lane. */
async function plantInAll(databases: readonly DatabasePart[], fault: Fault): Promise<() => Promise<Activity>> {
  const planted: (() => Promise<Activity>)[] = [];
  for (const database of databases) planted.push(await plantFault(database, fault));
  return async () => {
    let applied = 0;
    for (const takeOut of planted) applied += (await takeOut()).applied;
    return { applied };
  };
}

/** Higher for a test that touches few tables and is short. */
function suits(name: string, { needs, needsTwice }: Fault, { tables, duration }: Touched): number {
  if (!needs.some((entry) => tables.includes(inDatabase(name, entry)))) return 0;
  const others = new Set(tables.map((entry) => entry.split(' ')[0])).size;
  const twice = needsTwice === undefined ? undefined : inDatabase(name, needsTwice);
  const likely = twice === undefined || tables.filter((entry) => entry === twice).length > 1;
  return (likely ? 1 : 0.1) / (others * (duration + 100));
}
