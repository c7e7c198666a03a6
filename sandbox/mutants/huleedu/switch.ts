import type { ServiceName, ServiceParts, Wrap } from '../../huleedu/chain/parts.ts';
import type { Mutants } from '../index.ts';
import type { Decoration as DecorationOf } from '../rule.ts';
import { wrapParts } from '../wrap.ts';
import type { Decoration, Rule } from './rule.ts';

/** Notes which records a service takes and sends, and that its monitor has found rows. */
const noting = (service: ServiceName, touch: Mutants['touch']): DecorationOf<ServiceParts> => ({
  sender: {
    send: (original) => (record) => {
      touch({ action: 'publish', key: record.topic });
      return original(record);
    },
  },
  records: {
    handle: (original) => (record) => {
      touch({ action: 'consume', key: `${service} ${record.topic}` });
      return original(record);
    },
  },
  database: {
    query: (original) => async (text, values) => {
      const result = await original(text, values);
      if (text.includes("interval '24 hours'") && result.rows.length > 0) {
        touch({ action: 'monitor', key: service });
      }
      return result;
    },
  },
});

/** Puts the parts of every service behind the switches of these faults. */
export function switchServices(
  mutants: Mutants,
  { name, databaseUrl, rules }: { name: string; databaseUrl: string; rules: readonly Rule[] },
): (service: ServiceName) => Wrap {
  const current = mutants.add<Decoration>({ name, databaseUrl, rules });
  return (service) => {
    const note = wrapParts<ServiceParts>(() => noting(service, mutants.touch));
    const spoil = wrapParts<ServiceParts>(() => current()?.[service]);
    return (part, own) => spoil(part, note(part, own));
  };
}
