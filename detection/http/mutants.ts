import type { Operation } from '../../helpers/http/operation.ts';
import type { StreamDeclaration } from '../../helpers/stream/declaration.ts';
import type { Alter, Mutant } from '../mutants/mutant.ts';
import { answerFaults } from './answer-faults.ts';
import { effectFaults } from './effect-faults.ts';
import type { Fault } from './fault.ts';
import type { Selection } from './field-faults.ts';
import { faultOf, streamFaults, type StreamFault } from './stream-faults.ts';
import { requestFaults } from './request-faults.ts';

/** The fewer other calls a test makes, and the shorter it is, the more it is about the operation. */
const suitability =
  (calls: readonly string[]): Mutant['suits'] =>
  ({ operations, duration }) =>
    operations.some((call) => calls.includes(call)) ? 1_000 / ((operations.length + 1) * (duration + 100)) : 0;

/** Tries the alteration on the calls of a test. */
const wouldChange =
  (target: string, alter: Alter): NonNullable<Mutant['wouldChange']> =>
  async ({ calls }) => {
    let changed = 0;
    for (const { operation, exchange } of calls) {
      if (operation !== target) continue;
      await alter(exchange, () => {
        changed += 1;
      });
      if (changed > 0) return true;
    }
    return false;
  };

function mutantOf(
  target: string,
  { method, path }: Operation,
  fault: Fault,
  family: 'http' | 'stream' = 'http',
): Mutant {
  const place = fault.field === undefined ? [] : [fault.field];
  return {
    id: [family, target, fault.place, fault.operator, ...place].join(':'),
    family,
    operator: fault.operator,
    target,
    operations: [target],
    silences: fault.operator === 'delayed' || fault.operator === 'hanging',
    description: `${method} ${path}: ${fault.description}`,
    suits: suitability(fault.statuses.map((status) => `${target} ${String(status)}`)),
    ...(fault.repeats === true ? {} : { wouldChange: wouldChange(target, fault.alter) }),
    plant({ http }) {
      let applied = 0;
      const end = http.intercept(target, (exchange) =>
        fault.alter(exchange, () => {
          applied += 1;
        }),
      );
      return Promise.resolve(() => {
        end();
        return Promise.resolve({ applied });
      });
    },
  };
}

/** Every fault of the declared operations that a proxy in front of them can plant. */
export const httpMutants = (operations: Readonly<Record<string, Operation>>, selection: Selection): Mutant[] =>
  Object.entries(operations).flatMap(([name, operation]) =>
    [...answerFaults(name, operation, selection), ...effectFaults(operation), ...requestFaults(operation)].map(
      (fault) => mutantOf(name, operation, fault),
    ),
  );

/** Every fault of the events of the declared streams: those that any stream can have, and the system's own. */
export const streamMutants = (
  streams: Readonly<Record<string, StreamDeclaration>>,
  own: readonly StreamFault[],
): Mutant[] =>
  Object.entries(streams).flatMap(([name, stream]) =>
    [...streamFaults(stream), ...own].map((fault) => mutantOf(name, stream, faultOf(fault), 'stream')),
  );
