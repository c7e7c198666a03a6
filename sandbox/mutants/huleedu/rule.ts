import type { ServiceName, ServiceParts } from '../../huleedu/chain/parts.ts';
import type { Envelope } from '../../huleedu/library/envelope.ts';
import type { OutboxMessage } from '../../huleedu/library/outbox.ts';
import {
  During,
  type Applied,
  type DatabaseDecoration,
  type Decoration as DecorationOf,
  type Rule as RuleOf,
} from '../rule.ts';

export type { Applied } from '../rule.ts';
export { consumes, publishes } from './notes.ts';
/** What is called instead of methods of the services' parts, service by service. */
export type Decoration = Partial<Record<ServiceName, DecorationOf<ServiceParts>>>;
export type Rule = RuleOf<Decoration>;

/** Payloads, as far as a fault has to know them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- faults reach into payloads of any shape
export type Data = Record<string, any>;

/** Where a fault shows: operations, and what services do with records. */
export interface Where {
  operations?: string[];
  touches?: string[];
}

export const rule = (
  name: string,
  description: string,
  { operations = [], touches = [] }: Where,
  decorate: (applied: Applied) => Decoration,
): Rule => ({ name, description, operations, touches, decorate });

/** The same in every service. */
export const everywhere = (parts: DecorationOf<ServiceParts>): Decoration => ({
  ...{ classManagement: parts, batchOrchestrator: parts, essayLifecycle: parts, nlp: parts },
});

/** A service gets other data with the events of a topic; undefined leaves them. */
export const given = (
  applied: Applied,
  service: ServiceName,
  topic: string,
  change: (data: Data, envelope: Envelope) => Data | undefined,
): Decoration => ({
  [service]: {
    work: {
      do: (original: ServiceParts['work']['do']) => (envelope: Envelope, work: Parameters<typeof original>[1]) => {
        const changed =
          envelope.event_type === topic ? change(structuredClone(envelope.data) as Data, envelope) : undefined;
        if (changed === undefined) return original(envelope, work);
        applied();
        return original({ ...envelope, data: changed }, work);
      },
    },
  },
});

/** What a service does with the events of a topic, done in another way. */
export const worked = (
  service: ServiceName,
  topic: string,
  make: (work: () => Promise<void>, envelope: Envelope) => Promise<void>,
): Decoration => ({
  [service]: {
    work: {
      do: (original: ServiceParts['work']['do']) => (envelope: Envelope, work: Parameters<typeof original>[1]) =>
        envelope.event_type === topic ? make(() => original(envelope, work), envelope) : original(envelope, work),
    },
  },
});

/** A service tells something else; null keeps it silent, undefined leaves it. */
export const told = (
  applied: Applied,
  service: ServiceName,
  topic: string,
  change: (message: OutboxMessage & { data: Data }) => OutboxMessage | null | undefined,
): Decoration => ({
  [service]: {
    outbox: {
      add: (original: ServiceParts['outbox']['add']) => async (client: Parameters<typeof original>[0], message) => {
        const copy = { ...message, data: structuredClone(message.data) as Data };
        const changed = message.topic === topic ? change(copy) : undefined;
        if (changed !== undefined) applied();
        if (changed !== null) await original(client, changed ?? message);
      },
    } satisfies DecorationOf<ServiceParts>['outbox'],
  },
});

/** Other data in what a service tells. */
export const toldData = (
  applied: Applied,
  service: ServiceName,
  topic: string,
  change: (data: Data) => Data | undefined,
): Decoration =>
  told(applied, service, topic, (message) => {
    const data = change(message.data);
    return data && { ...message, data };
  });

/** Faults of a service's statements, while it works on events of the topic only. */
export function during(service: ServiceName, topic: string, { database }: DatabaseDecoration): Decoration {
  const mark = new During();
  return {
    [service]: {
      work: {
        do: (original: ServiceParts['work']['do']) => (envelope: Envelope, work: Parameters<typeof original>[1]) =>
          envelope.event_type === topic ? mark.mark(original, () => true)(envelope, work) : original(envelope, work),
      },
      database: {
        query: (original: Parameters<typeof database.query>[0]) => {
          const wrong = database.query(original);
          return (...call: Parameters<typeof original>) => (mark.now ? wrong : original)(...call);
        },
      },
    },
  };
}
