import type { Operation } from '../http/operation.ts';

export interface CoveredOperation {
  readonly system: string;
  readonly name: string;
  /** `METHOD /path` */
  readonly endpoint: string;
  /** Calls by declared status; 0: never seen. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** The operations that a system declares; `helpers/<system>/operations/index.ts` exports them. */
export async function loadOperations(system: string): Promise<Readonly<Record<string, Operation>>> {
  const { operations } = (await import(`../${system}/operations/index.ts`)) as {
    operations: Readonly<Record<string, Operation>>;
  };
  return operations;
}

/** Each operation of a system with how often each of its declared statuses was seen; counts by `system name status`. */
export const coverageOf = (
  system: string,
  operations: Readonly<Record<string, Operation>>,
  counts: ReadonlyMap<string, number>,
): CoveredOperation[] =>
  Object.entries(operations).map(([name, { method, path, responses }]) => ({
    system,
    name,
    endpoint: `${method} ${path}`,
    statuses: Object.fromEntries(
      Object.keys(responses).map((status) => [status, counts.get(`${system} ${name} ${status}`) ?? 0]),
    ),
  }));

/** Statuses that are declared, and how many of them were seen. */
export function countStatuses(covered: readonly CoveredOperation[]): { declared: number; seen: number } {
  const counts = covered.flatMap(({ statuses }) => Object.values(statuses));
  return { declared: counts.length, seen: counts.filter((count) => count > 0).length };
}

/** The coverage as Markdown: one line an operation, statuses that were never seen in bold. */
export function coverageTable(covered: readonly CoveredOperation[]): string {
  const { declared, seen } = countStatuses(covered);
  const cell = ([status, count]: [string, number]): string =>
    count > 0 ? `${status} ×${String(count)}` : `**${status} never**`;
  const rows = covered.map(
    ({ system, endpoint, statuses }) =>
      `| ${system} | ${endpoint} | ${Object.entries(statuses).map(cell).join(', ')} |`,
  );
  const summary = `${String(seen)} of ${String(declared)} declared statuses were seen, of ${String(covered.length)} operations.`;
  return [
    '# API coverage',
    '',
    summary,
    '',
    '| system | operation | statuses |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
