import type { DatabasePart, Mutant } from '../mutants/mutant.ts';
import type { Touched } from '../recording/activity.ts';
import { columnFaults } from './columns.ts';
import { constraintFaults } from './constraints.ts';
import { plantFault, removePlanted, type Fault } from './fault.ts';
import { rowFaults } from './rows.ts';
import { readTables, type Table } from './tables.ts';

/**
 * Mutants of every table that the connected role owns in a schema, from the database's own catalogue. Removes what a
 * run that was killed has left.
 */
export async function databaseMutants(database: DatabasePart, schema = 'public'): Promise<Mutant[]> {
  await removePlanted(database);
  const tables = await readTables(database, schema);
  return tables.flatMap((table) =>
    [...rowFaults(table), ...columnFaults(table), ...constraintFaults(table)].map((fault) => mutant(table, fault)),
  );
}

function mutant(table: Table, fault: Fault): Mutant {
  const { operator, place, description } = fault;
  return {
    id: ['database', table.name, operator, ...(place === undefined ? [] : [place])].join(':'),
    family: 'database',
    operations: [],
    operator,
    target: table.name,
    description,
    ...(fault.uncounted && { uncounted: true }),
    suits: (touched) => suits(fault, touched),
    plant: ({ database }) => plantFault(database, fault),
  };
}

/** Higher for a test that touches few tables and is short. */
function suits({ needs, needsTwice }: Fault, { tables, duration }: Touched): number {
  if (!needs.some((entry) => tables.includes(entry))) return 0;
  const others = new Set(tables.map((entry) => entry.split(' ')[0])).size;
  const likely = needsTwice === undefined || tables.filter((entry) => entry === needsTwice).length > 1;
  return (likely ? 1 : 0.1) / (others * (duration + 100));
}
