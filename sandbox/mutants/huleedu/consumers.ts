import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName, ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Decoration as DecorationOf } from '../rule.ts';
import { consumes, rule, type Applied, type Rule } from './rule.ts';

type Handle = ServiceParts['records']['handle'];

const services: readonly (readonly [service: ServiceName, topic: string])[] = [
  ['classManagement', topics.matchesSuggested],
  ['batchOrchestrator', topics.provisioningCompleted],
  ['essayLifecycle', topics.essaysRegistered],
  ['nlp', topics.matchingRequested],
];

/** The same fault of each service's consumer. */
const ofEach = (
  name: string,
  what: string,
  parts: (applied: Applied, topic: string) => DecorationOf<ServiceParts>,
): Rule[] =>
  services.map(([service, topic]) =>
    rule(
      `${name}-${service}`,
      `The consumer of ${service} ${what}.`,
      { touches: [consumes(service, topic)] },
      (applied) => ({ [service]: parts(applied, topic) }),
    ),
  );

const handled = (make: (original: Handle) => Handle): DecorationOf<ServiceParts> => ({ records: { handle: make } });

/** Faults of offsets (contract b.4.9) and of what is skipped. */
export const consumerRules: Rule[] = [
  ...ofEach('offset-not-moved', 'commits no offset', (applied) => ({
    records: {
      commit: () => () => {
        applied();
        return Promise.resolve();
      },
    },
  })),
  ...ofEach('offset-before-work', 'commits an offset before the work is done', (applied) =>
    handled((original) => (record) => {
      applied();
      void delay(400)
        .then(() => original(record))
        .catch(() => false);
      return Promise.resolve(true);
    }),
  ),
  ...ofEach('failure-committed', 'commits the offset of an event that failed', (applied) =>
    handled((original) => async (record) => {
      const isDone = await original(record).catch(() => false);
      if (!isDone) applied();
      return true;
    }),
  ),
  ...ofEach('records-skipped', 'takes every record for dealt with and does nothing', (applied) =>
    handled(() => () => {
      applied();
      return Promise.resolve(true);
    }),
  ),
];
