import type { ServiceName, ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Mutants } from '../index.ts';
import { During, type Decoration as DecorationOf } from '../rule.ts';
import type { Data } from './rule.ts';

/** What is special in an event 5, where a fault shows that is not met by most. */
const shapes = {
  empty: (results: Data[]): boolean => results.length === 0,
  many: (results: Data[]): boolean => results.length > 1,
  ranked: (results: Data[]): boolean => results.some(({ suggestions }) => (suggestions as unknown[]).length > 1),
  unsure: (results: Data[]): boolean =>
    results.some(({ suggestions }) => (suggestions as Data[]).some((one) => Number(one['confidence_score']) < 0.9)),
};

/** A statement is named by its first letters, enough to tell it from others. */
const nameOf = (text: string): string => text.slice(0, 28);

const states = 'SELECT id, status, processing_metadata';

export const consumes = (service: ServiceName, topic: string): string => `consume ${service} ${topic}`;
export const publishes = (topic: string): string => `publish ${topic}`;
export const shaped = (shape: keyof typeof shapes): string => `suggest ${shape}`;
/** `sends`: any; `finds`: one that meets a row; `misses`: one that meets none. */
export const sends = (service: ServiceName, text: string): string => `sql ${service} ${nameOf(text)}`;
export const finds = (service: ServiceName, text: string): string => `found ${service} ${nameOf(text)}`;
export const misses = (service: ServiceName, text: string): string => `missed ${service} ${nameOf(text)}`;
/** An event reaches a batch with this status. */
export const reaches = (topic: string, status: string): string => `reach ${topic} ${status}`;

/** Notes which records a service takes and sends, what is special in them, and what its statements meet. */
export function noting(service: ServiceName, touch: Mutants['touch']): DecorationOf<ServiceParts> {
  const topic = new During<string>();
  const note = (entry: string): void => {
    const [action = '', ...key] = entry.split(' ');
    touch({ action, key: key.join(' ') });
  };
  return {
    sender: {
      send: (original) => (record) => {
        note(publishes(record.topic));
        return original(record);
      },
    },
    records: {
      handle: (original) => (record) => {
        note(consumes(service, record.topic));
        return original(record);
      },
    },
    work: {
      do: (original) => (envelope, work) => {
        const results = (envelope.data as Data | null)?.['match_results'] as unknown;
        if (envelope.event_type === topics.matchesSuggested && Array.isArray(results)) {
          for (const [name, is] of Object.entries(shapes)) if (isShaped(is, results as Data[])) note(`suggest ${name}`);
        }
        return topic.mark(original, () => envelope.event_type)(envelope, work);
      },
    },
    database: {
      query: (original) => async (text, values) => {
        const result = await original(text, values);
        note(sends(service, text));
        note(result.rowCount === 0 ? misses(service, text) : finds(service, text));
        if (text.includes("interval '24 hours'") && result.rows.length > 0) note(`monitor ${service}`);
        if (text.startsWith(states)) note(reaches(topic.now ?? 'HTTP', String(result.rows[0]?.['status'])));
        return result;
      },
    },
  };
}

/** A payload that is none has no shape. */
function isShaped(is: (results: Data[]) => boolean, results: Data[]): boolean {
  try {
    return is(results);
  } catch {
    return false;
  }
}
