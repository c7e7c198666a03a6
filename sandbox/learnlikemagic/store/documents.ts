import { Failure } from '../errors.ts';
import { invalid, type Shape } from '../../fastapi/shape.ts';
import type { ObjectStore } from './object-store.ts';

/** JSON as the release writes it: two-space indent, ASCII-escaped (contract c). */
export function jsonText(value: unknown): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(/[\u0080-\uffff]/g, escape);
}

/** Writes a JSON object. */
export async function writeDocument(store: ObjectStore, key: string, value: unknown): Promise<void> {
  await store.put(key, jsonText(value), 'application/json');
}

/** Reads a JSON object of a known shape; null when there is none, a Failure when it is unreadable. */
export async function readDocument<T>(store: ObjectStore, key: string, shape: Shape<T>): Promise<T | null> {
  const content = await store.get(key);
  if (content === null) return null;
  const value = shape.check(parse(content, key), [], []);
  if (value === invalid) throw new Failure(`stored object ${key} is not of the expected form`);
  return value;
}

function parse(content: Buffer, key: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new Failure(`stored object ${key} is not readable`);
  }
}
