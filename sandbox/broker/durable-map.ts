import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';

/** Outdated lines that are put up with, on top of one for each value. */
const slack = 1_000;

/**
 * A map that survives a kill -9 of its process: each change is one line of JSON at the end of a file, written before the call
 * returns. The file is written anew when most of its lines are outdated. Values are what JSON can hold.
 */
export class DurableMap<V> {
  readonly #file: string;
  readonly #values = new Map<string, V>();
  #descriptor: number;
  #lines = 0;

  constructor(file: string) {
    this.#file = file;
    // A line that a kill cut short has no end: what it says never was.
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    for (const line of lines) {
      const [key, value] = JSON.parse(line) as [string, V?];
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
    this.#descriptor = this.#rewrite();
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  entries(): [string, V][] {
    return [...this.#values];
  }

  set(key: string, value: V): void {
    this.#values.set(key, value);
    this.#append([key, value]);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#append([key]);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #append(change: [string, V?]): void {
    writeSync(this.#descriptor, `${JSON.stringify(change)}\n`);
    this.#lines++;
    if (this.#lines <= slack + 2 * this.#values.size) return;
    closeSync(this.#descriptor);
    this.#descriptor = this.#rewrite();
  }

  #rewrite(): number {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, [...this.#values].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    renameSync(draft, this.#file);
    this.#lines = this.#values.size;
    return openSync(this.#file, 'a');
  }
}
