import { Cache } from './cache.ts';
import type { CacheConnection } from './connection.ts';

/** A cache in which a test may plant keys, and clean-up removes them. Throws on a connection that may change nothing. */
export class WritableCache extends Cache {
  constructor(
    connection: CacheConnection,
    /** Writes down that a key is about to be planted. */
    private readonly intend: (key: string) => void,
  ) {
    super(connection);
    if (!connection.writes) throw new Error(`Redis ${connection.place()}: nothing may be changed here`);
  }

  /** Sets a string that ends by itself after `ttl` seconds, if nothing removes it before. It is written down first. */
  async plant(key: string, value: string | Buffer, ttl: number): Promise<void> {
    const milliseconds = Math.round(ttl * 1000);
    if (!(milliseconds > 0 && Number.isSafeInteger(milliseconds)))
      throw new Error(`A planted key needs a time to live above 0 seconds; ${key} was given ${String(ttl)}`);
    this.intend(key);
    await this.connection.ask('SET', key, value, 'PX', milliseconds);
  }

  /** Removes these keys and no others. One that is gone already is no error. */
  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.connection.ask('DEL', key);
  }
}
