import type { Storage } from '../storage/storage.ts';

/** JSON as the contract lays documents in S3 down (section c): two-space indent, ASCII-escaped. */
export function documentOf(value: unknown): Buffer {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return Buffer.from(JSON.stringify(value, null, 2).replaceAll(/[\u0080-\uffff]/g, escaped));
}

/** Writes a JSON document as a deployment would. */
export const plantDocument = (storage: Storage, key: string, value: unknown): Promise<void> =>
  storage.put(key, { bytes: documentOf(value), contentType: 'application/json' });
