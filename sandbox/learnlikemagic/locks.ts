import { Mutex } from 'async-mutex';

/** Serialises work per key within the process; the entry of a key goes when nobody uses it. */
export class KeyedLocks {
  readonly #entries = new Map<string, { mutex: Mutex; users: number }>();

  /** Runs the work alone among all work of the same key, in the order of arrival. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const entry = this.#entries.get(key) ?? { mutex: new Mutex(), users: 0 };
    this.#entries.set(key, entry);
    entry.users += 1;
    try {
      return await entry.mutex.runExclusive(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#entries.delete(key);
    }
  }
}
