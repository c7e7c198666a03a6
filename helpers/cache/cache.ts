import type { z } from 'zod';
import type { Answer, CacheConnection } from './connection.ts';

/** How many keys a server looks at for each step of a scan: enough to be quick, too few to hold others up. */
const scanStep = 500;

/** A name of a key that stands for itself in a pattern. */
const escaped = (text: string): string => text.replace(/[\\*?[\]^-]/g, '\\$&');

/** Typed reads of a system's Redis. Texts are UTF-8. Throws Errors that name host and key. */
export class Cache {
  constructor(protected readonly connection: CacheConnection) {}

  /** The string under this key; undefined when there is no such key. Throws when it holds something else. */
  async string(key: string): Promise<string | undefined> {
    const value = await this.connection.ask('GET', key);
    return value === null ? undefined : this.text(key, value);
  }

  /** A JSON document, read through a strict schema. Throws when it is missing, no JSON, or breaks the schema. */
  async json<S extends z.ZodType>(key: string, schema: S): Promise<z.output<S>> {
    const text = await this.string(key);
    if (text === undefined) throw this.broken(key, 'there is no such key');
    const result = schema.safeParse(this.parsed(key, text));
    if (!result.success) throw this.broken(key, `it breaks its schema:\n${result.error.message}`);
    return result.data;
  }

  /** Fields and values of a hash; none when there is no such key. Throws when it holds something else. */
  async hash(key: string): Promise<Record<string, string>> {
    const flat = this.texts(key, await this.connection.ask('HGETALL', key));
    return Object.fromEntries(flat.flatMap((field, at) => (at % 2 === 0 ? [[field, flat[at + 1] ?? '']] : [])));
  }

  /** Members of a set, sorted; none when there is no such key. Throws when it holds something else. */
  async set(key: string): Promise<string[]> {
    return this.texts(key, await this.connection.ask('SMEMBERS', key)).sort();
  }

  /** Time to live in seconds, to the millisecond; Infinity when it never ends, undefined when there is no such key. */
  async ttl(key: string): Promise<number | undefined> {
    const left = Number(await this.connection.ask('PTTL', key));
    if (left === -2) return undefined;
    return left === -1 ? Infinity : left / 1000;
  }

  /** The keys that start with one of these texts, sorted. Every key of the database is looked at, in steps. */
  async keys(...prefixes: readonly [string, ...string[]]): Promise<string[]> {
    if (prefixes.includes('')) throw new Error('A scan needs the start of a key: the database holds keys of others');
    const found = new Set<string>();
    for (const prefix of prefixes) {
      let cursor = '0';
      do {
        const [next = null, page = null] = this.list(
          prefix,
          await this.connection.ask('SCAN', `${prefix}…`, cursor, 'MATCH', `${escaped(prefix)}*`, 'COUNT', scanStep),
        );
        for (const key of this.texts(prefix, page)) found.add(key);
        cursor = this.text(prefix, next);
      } while (cursor !== '0');
    }
    return [...found].sort();
  }

  private parsed(key: string, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.broken(key, `it holds no JSON: ${JSON.stringify(text.slice(0, 200))}`);
    }
  }

  private list(key: string, answer: Answer): readonly Answer[] {
    if (answer === null || typeof answer === 'number' || Buffer.isBuffer(answer)) {
      throw this.broken(key, `the answer is no list: ${String(answer)}`);
    }
    return answer;
  }

  private texts(key: string, answer: Answer): string[] {
    return this.list(key, answer).map((item) => this.text(key, item));
  }

  private text(key: string, answer: Answer): string {
    if (!Buffer.isBuffer(answer)) throw this.broken(key, `the answer is no text: ${String(answer)}`);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(answer);
    } catch {
      throw this.broken(key, `it holds bytes that are no UTF-8: ${answer.subarray(0, 40).toString('hex')}`);
    }
  }

  private broken(key: string, what: string): Error {
    return new Error(`Redis ${this.connection.place()}, ${key}: ${what}`);
  }
}
