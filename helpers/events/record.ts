import { z } from 'zod';
import type { Envelope } from './envelope.ts';
import type { Place } from './offsets.ts';
import type { Topic } from './topic.ts';

/** A record as it came. */
export interface Seen extends Place {
  readonly key: string | null;
  /** The value; undefined where it is no JSON in UTF-8. */
  readonly json: unknown;
}

/** A record that keeps all that its topic promises. */
export interface Received<S extends z.ZodType = z.ZodType> extends Place {
  readonly key: string | null;
  readonly envelope: Envelope<S>;
}

/** The value of a record; undefined where it is no JSON in UTF-8. */
export function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value ?? Buffer.alloc(0)));
  } catch {
    return undefined;
  }
}

/** Whether this is the record that is looked for. One that breaks the schema may lack what `match` asks for: that is no error of its own. */
export function isMatch<S extends z.ZodType>(
  topic: Topic<S>,
  { json }: Seen,
  match: (envelope: Envelope<S>) => boolean,
): boolean {
  if (json === undefined || json === null) return false;
  try {
    return match(json as Envelope<S>);
  } catch (error) {
    if (topic.envelope.safeParse(json).success) throw error;
    return false;
  }
}

/** All that is wrong with a record: its value, its key. Which partition a key leads to is a matter of its producer's library. */
export function faultsOf<S extends z.ZodType>(topic: Topic<S>, record: Seen): string[] {
  const { json, key } = record;
  const result = topic.envelope.safeParse(json);
  const faults: string[] = [];
  if (!result.success) faults.push(`it breaks its schema:\n${z.prettifyError(result.error)}`);
  else if (topic.key !== undefined) {
    const wanted = topic.key(result.data);
    if (wanted !== key) faults.push(`its key is ${JSON.stringify(key)}, expected ${JSON.stringify(wanted)}`);
  }
  return faults;
}

/** The record, judged whole. Throws what is wrong with it. */
export function judged<S extends z.ZodType>(topic: Topic<S>, record: Seen): Received<S> {
  const faults = faultsOf(topic, record);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { key, partition, offset } = record;
  return { topic: topic.name, key, partition, offset, envelope: topic.envelope.parse(record.json) };
}
