/** Keys and members are bytes spelled as Latin-1, so that maps and sets compare them by value. */
export type Value = Buffer | Set<string> | Map<string, Buffer>;

export interface Entry {
  readonly value: Value;
  /** Milliseconds since the epoch; undefined: never. */
  expiresAt: number | undefined;
  /** Grows with the order of creation, so that a scan can go on after it. */
  readonly serial: number;
  /** Bytes of key and value. */
  size: number;
}

/** Learns whether one of its keys was changed. */
export interface Watcher {
  dirty: boolean;
}

/** What a key, a member or a field takes beside its bytes, roughly. */
export const overhead = 64;

/** The keys of a server, in memory. Every change is one synchronous step. An expired key is gone for everyone who looks. */
export class Store {
  readonly #entries = new Map<string, Entry>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  #serial = 0;
  #bytes = 0;

  constructor(
    /** More is refused. */
    readonly maxBytes: number,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts those that are expired and were not looked at since, as Redis does. */
  get size(): number {
    return this.#entries.size;
  }

  /** Whether this many more bytes find no room, even when all that is expired has gone. */
  isFull(more: number): boolean {
    if (this.#bytes + more <= this.maxBytes) return false;
    for (const key of this.#entries.keys()) this.find(key);
    return this.#bytes + more > this.maxBytes;
  }

  find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt === undefined || Date.now() <= entry.expiresAt) return entry;
    this.remove(key);
    return undefined;
  }

  /** A new value in place of any other. */
  put(key: string, value: Value, expiresAt: number | undefined): void {
    const before = this.#entries.get(key);
    const size = key.length + overhead + sizeOf(value);
    const serial = before?.serial ?? ++this.#serial;
    this.#bytes += size - (before?.size ?? 0);
    this.#entries.set(key, { value, expiresAt, serial, size });
    this.#touch(key);
  }

  /** To be called after a set or hash has changed by this many bytes; an empty one is removed. */
  changed(key: string, entry: Entry, growth: number): void {
    if (!Buffer.isBuffer(entry.value) && entry.value.size === 0) {
      this.remove(key);
      return;
    }
    entry.size += growth;
    this.#bytes += growth;
    this.#touch(key);
  }

  expire(key: string, entry: Entry, at: number | undefined): void {
    entry.expiresAt = at;
    this.#touch(key);
  }

  remove(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#bytes -= entry.size;
    this.#entries.delete(key);
    this.#touch(key);
    return true;
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.remove(key);
  }

  /** Up to `count` keys created after this serial, in that order: a key that stays is found once, whatever else comes and goes. */
  after(serial: number, count: number): [key: string, entry: Entry][] {
    const found: [string, Entry][] = [];
    for (const [key, { serial: own }] of this.#entries) {
      if (found.length === count) break;
      const entry = own > serial ? this.find(key) : undefined;
      if (entry) found.push([key, entry]);
    }
    return found;
  }

  watch(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key) ?? new Set();
    this.#watchers.set(key, watchers.add(watcher));
  }

  unwatch(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(key);
  }

  #touch(key: string): void {
    for (const watcher of this.#watchers.get(key) ?? []) watcher.dirty = true;
  }
}

function sizeOf(value: Value): number {
  if (Buffer.isBuffer(value)) return value.length;
  let size = 0;
  for (const [name, content] of value.entries()) size += name.length + content.length + overhead;
  return size;
}
