import { expect as base } from '@playwright/test';
import type { StorageReads } from './storage.ts';

/** Assertions on objects of a deployment's bucket. */
export const expect = base.extend({
  /** The object is there, with this content type and, when given, these bytes. */
  async toHaveObject(storage: StorageReads, key: string, expected: { contentType: string; bytes?: Buffer }) {
    const object = await storage.find(key);
    const sameBytes = expected.bytes === undefined || object?.bytes.equals(expected.bytes) === true;
    const found = object ? `${String(object.contentType)}, ${String(object.bytes.length)} bytes` : 'nothing';
    const bytes = expected.bytes ? `, these ${String(expected.bytes.length)} bytes` : '';
    const wanted = `${this.isNot ? 'anything but ' : ''}${expected.contentType}${bytes}`;
    const message = (): string => `object ${key}: expected ${wanted}; found ${found}`;
    return { pass: object?.contentType === expected.contentType && sameBytes, message, name: 'toHaveObject' };
  },

  /** Exactly these keys, in any order, lie under the prefix; an empty list: nothing does. */
  async toHaveKeys(storage: StorageReads, prefix: string, expected: readonly string[]) {
    const keys = [...(await storage.keys(prefix))].sort();
    const wanted = [...expected].sort();
    const message = (): string =>
      `objects under ${prefix}:\n${this.utils.diff(wanted, keys) ?? this.utils.stringify(keys)}`;
    return { pass: JSON.stringify(keys) === JSON.stringify(wanted), message, name: 'toHaveKeys' };
  },
});
