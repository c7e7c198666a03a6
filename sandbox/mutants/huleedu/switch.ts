import type { ServiceName, ServiceParts, Wrap } from '../../huleedu/chain/parts.ts';
import type { MutableSystem, Mutants } from '../index.ts';
import { wrapParts } from '../wrap.ts';
import { noting } from './notes.ts';
import type { Decoration, Rule } from './rule.ts';

/** Puts the parts of every service behind the switches of these faults. */
export function switchServices(
  mutants: Mutants,
  { rules, ...system }: Pick<MutableSystem<object>, 'name' | 'databases'> & { rules: readonly Rule[] },
): (service: ServiceName) => Wrap {
  const current = mutants.add<Decoration>({ ...system, rules });
  return (service) => {
    const notes = noting(service, (touch) => {
      mutants.touch(touch);
    });
    const note = wrapParts<ServiceParts>(() => notes);
    const spoil = wrapParts<ServiceParts>(() => current()?.[service]);
    return (part, own) => spoil(part, note(part, own));
  };
}
