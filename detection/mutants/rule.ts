import type { Operation } from '../../helpers/http/operation.ts';
import type { Touched } from '../recording/activity.ts';
import type { RuleFault } from '../sandbox.ts';
import type { Mutant } from './mutant.ts';
import { plantInSandbox } from './sandbox-fault.ts';

/** Every rule of the backend that the sandbox can break, and every way in which it can spoil records. */
export function ruleMutants(rules: readonly RuleFault[], operations: Readonly<Record<string, Operation>>): Mutant[] {
  return rules.map(({ name, description, operations: where, touches = [], onTheWay = false }) => {
    const names = Object.entries(operations)
      .filter(([, { method, path }]) => where.includes(`${method} ${path}`))
      .map(([operation]) => operation);
    const suits = ({ operations: touched, objects, duration }: Touched): number => {
      const called = touched.filter((call) => names.includes(call.split(' ')[0] ?? '')).length / (touched.length + 1);
      const met = objects.filter((object) => touches.includes(object)).length / (objects.length + 1);
      return (called + met) / (duration + 100);
    };
    const family = onTheWay ? 'event' : 'rule';
    return {
      id: `${family}:${name}`,
      family,
      operator: onTheWay ? (name.split(':')[1] ?? name) : name,
      target: [...where, ...touches].join(', '),
      operations: names,
      description,
      suits,
      plant: plantInSandbox({ rule: name }),
    };
  });
}
