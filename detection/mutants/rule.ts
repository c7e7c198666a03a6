import type { Operation } from '../../helpers/http/operation.ts';
import type { Touched } from '../recording/activity.ts';
import type { RuleFault } from '../sandbox.ts';
import type { Mutant } from './mutant.ts';
import { plantInSandbox } from './sandbox-fault.ts';

/** Every rule of the backend that the sandbox can break. */
export function ruleMutants(rules: readonly RuleFault[], operations: Readonly<Record<string, Operation>>): Mutant[] {
  return rules.map(({ name, description, operations: where }) => {
    const names = Object.entries(operations)
      .filter(([, { method, path }]) => where.includes(`${method} ${path}`))
      .map(([operation]) => operation);
    const suits = ({ operations: touched, duration }: Touched): number => {
      const meant = touched.filter((call) => names.includes(call.split(' ')[0] ?? '')).length;
      return meant / ((touched.length + 1) * (duration + 100));
    };
    return {
      id: `rule:${name}`,
      family: 'rule',
      operator: name,
      target: where.join(', '),
      operations: names,
      description,
      suits,
      plant: plantInSandbox({ rule: name }),
    };
  });
}
