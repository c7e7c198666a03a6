import type { ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied, DatabaseDecoration, Decoration as DecorationOf } from '../rule.ts';
import { consumes, rule, told, toldData, type Data, type Rule, type Where } from './rule.ts';

const of = (...those: string[]): Where => ({ touches: those.map((topic) => consumes('essayLifecycle', topic)) });
/** Where faults of an event show. */
export const registered = of(topics.essaysRegistered);
export const provided = of(topics.contentProvisioned);
export const failed = of(topics.essayValidationFailed);
export const initiated = of(topics.matchingInitiate);
export const confirmed = of(topics.associationsConfirmed);

/** Other statements. */
export const sql = (
  name: string,
  description: string,
  where: Where,
  decorate: (applied: Applied) => DatabaseDecoration,
): Rule => rule(name, description, where, (applied) => ({ essayLifecycle: decorate(applied) }));

/** Other methods of the slots. */
export const slots = (
  name: string,
  description: string,
  where: Where,
  decorate: (applied: Applied) => DecorationOf<ServiceParts>['slots'],
): Rule => rule(name, description, where, (applied) => ({ essayLifecycle: { slots: decorate(applied) ?? {} } }));

/** A method that is not called. */
export const undone = (applied: Applied) => () => (): Promise<void> => {
  applied();
  return Promise.resolve();
};

/** Other data in what is told. */
export const data = (
  name: string,
  description: string,
  where: Where,
  topic: string,
  change: (data: Data) => Data | undefined,
): Rule => rule(name, description, where, (applied) => toldData(applied, 'essayLifecycle', topic, change));

/** What is not told. */
export const silent = (name: string, description: string, where: Where, topic: string): Rule =>
  rule(name, description, where, (applied) => told(applied, 'essayLifecycle', topic, () => null));

/** Only the first of a list. */
export const cut =
  (member: string) =>
  (data: Data): Data | undefined => {
    const those = data[member] as unknown[];
    return those.length > 1 ? { ...data, [member]: those.slice(0, 1) } : undefined;
  };
