import type { ServiceName, ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Decoration as DecorationOf } from '../rule.ts';
import { consumes, rule, type Applied, type Rule } from './rule.ts';

const suggested = [consumes('classManagement', topics.matchesSuggested)];

/** The work is done whatever was claimed. */
const unclaimed = (service: ServiceName, topic: string): Rule =>
  rule(
    `no-claim-${service}`,
    `The ${service} service claims no event, so that it works on one as often as it comes.`,
    { touches: [consumes(service, topic)] },
    (applied) => ({
      [service]: {
        idempotency: {
          once: () => async (_value, _envelope, work) => {
            applied();
            await work();
            return true;
          },
        },
      } satisfies DecorationOf<ServiceParts>,
    }),
  );

type Set = Parameters<ServiceParts['claims']['set']>;

/** Another claim is written; null writes none and takes it for written. */
const written = (name: string, description: string, change: (set: Set) => Set | null | undefined): Rule =>
  rule(name, description, { touches: suggested }, (applied: Applied) => ({
    classManagement: {
      claims: {
        set:
          (original) =>
          (...set) => {
            const changed = change(set);
            if (changed !== undefined) applied();
            return changed === null ? Promise.resolve(true) : original(...(changed ?? set));
          },
      },
    },
  }));

/** The same faults of the claims of the other services: contract b.5 names each and how long its claims last. */
const others = (
  [
    ['batchOrchestrator', 'batch-service', topics.provisioningCompleted],
    ['essayLifecycle', 'essay-lifecycle-service', topics.essaysRegistered],
    ['nlp', 'nlp-service', topics.matchingRequested],
  ] as const
).flatMap(([service, name, topic]) => {
  const changed = (what: string, description: string, change: (set: Set) => Set | undefined): Rule =>
    rule(`${what}-${service}`, description, { touches: [consumes(service, topic)] }, (applied) => ({
      [service]: {
        claims: {
          set:
            (original) =>
            (...set) => {
              const other = change(set);
              if (other !== undefined) applied();
              return original(...(other ?? set));
            },
        },
      } satisfies DecorationOf<ServiceParts>,
    }));
  return [
    changed('claim-for-ever', `A claim of ${name} has no end.`, ([key, state, , onlyNew]) =>
      onlyNew ? undefined : [key, state, 10 * 365 * 86_400, onlyNew],
    ),
    changed('claim-in-another-scope', `Claims of ${name} are made under another name.`, ([key, ...rest]) => [
      key.replace(`:${name}:`, ':service:'),
      ...rest,
    ]),
    changed('claim-as-long-as-others', `Claims of ${name} last a quarter of a day.`, ([key, state, , onlyNew]) =>
      onlyNew ? undefined : [key, state, 21_600, onlyNew],
    ),
  ];
});

/** Another text is hashed in the place of the event. */
const hashed = (name: string, description: string, change: (value: string) => string): Rule =>
  rule(name, description, { touches: suggested }, (applied) => ({
    classManagement: {
      idempotency: {
        once: (original) => (value, envelope, work) => {
          const changed = change(value);
          if (changed !== value) applied();
          return original(changed, envelope, work);
        },
      },
    },
  }));

/** A member of the claim's text; a change of it is written to every claim. */
const stated = (name: string, description: string, change: (state: Record<string, unknown>) => object): Rule =>
  written(
    name,
    description,
    ([key, state, ...rest]) =>
      [...[key, JSON.stringify(change(JSON.parse(state) as Record<string, unknown>))], ...rest] as Set,
  );

const without =
  (member: string) =>
  (state: Record<string, unknown>): object =>
    Object.fromEntries(Object.entries(state).filter(([name]) => name !== member));

/** Faults of the protection from work that is done twice (contract b.5). */
export const claimRules: Rule[] = [
  unclaimed('classManagement', topics.matchesSuggested),
  unclaimed('batchOrchestrator', topics.provisioningCompleted),
  unclaimed('essayLifecycle', topics.contentProvisioned),
  unclaimed('nlp', topics.matchingRequested),
  written('claim-for-ever', 'A claim of a finished event has no end.', ([key, state, , onlyNew]) =>
    onlyNew ? undefined : [key, state, 10 * 365 * 86_400, onlyNew],
  ),
  written('claim-of-an-hour', 'A claim of a finished event ends after an hour.', ([key, state, , onlyNew]) =>
    onlyNew ? undefined : [key, state, 3600, onlyNew],
  ),
  ...others,
  written('claim-never-completed', 'A claim stays at processing.', ([, , , onlyNew]) => (onlyNew ? undefined : null)),
  written('claim-in-another-scope', 'Claims are made under another version.', ([key, ...rest]) => [
    key.replace(':v2:', ':v1:'),
    ...rest,
  ]),
  written('claim-of-another-service', 'Claims are made under the name of another service.', ([key, ...rest]) => [
    key.replace(':class-management-service:', ':class_management_service:'),
    ...rest,
  ]),
  written('claim-with-dots', 'The event type keeps its dots in the key.', ([key, ...rest]) => [
    key.replace('huleedu_batch_author_matches_suggested_v1', 'huleedu.batch.author.matches.suggested.v1'),
    ...rest,
  ]),
  hashed('hash-without-id', 'Events of equal data are the same event.', (value) =>
    value.replace(/"event_id":\s*"[^"]*",?/, ''),
  ),
  hashed('hash-of-the-text', 'The order of the members makes another event.', (value) =>
    value.replace(/^\{/, '{"data":0,'),
  ),
  rule('claim-not-released', 'A claim stays when the event failed.', { touches: suggested }, (applied) => ({
    classManagement: {
      claims: {
        remove: () => () => {
          applied();
          return Promise.resolve();
        },
      },
    },
  })),
  rule(
    'unreadable-claim-binds',
    'A claim that cannot be read makes a duplicate.',
    { touches: suggested },
    (applied) => ({
      classManagement: {
        claims: {
          get: (original) => async (key) => {
            const found = await original(key);
            if (found === null || found.startsWith('{')) return found;
            applied();
            return '{}';
          },
        },
      },
    }),
  ),
  stated('claim-without-correlation', 'A claim does not name the correlation id.', without('correlation_id')),
  stated('claim-without-source', 'A claim does not name the source.', without('source_service')),
  stated('claim-without-event-id', 'A claim does not name the event.', without('event_id')),
  stated('claim-without-times', 'A claim does not say when it was made.', without('started_at')),
  stated('claim-of-somebody-else', 'A claim names another service as the one that works.', (state) => ({
    ...state,
    processed_by: 'class_management_service',
  })),
];
