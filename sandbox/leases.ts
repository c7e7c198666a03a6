import type { ServerResponse } from 'node:http';

/**
 * Who still needs the sandbox. A lease is an open response: its holder's end closes it, however the holder ends.
 * When none is left for `lingerMs`, `onNone` is called, so that a run which is just attaching is not cut off.
 */
export class Leases {
  readonly #open = new Set<ServerResponse>();
  readonly #lingerMs: number;
  readonly #onNone: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { lingerMs: number; onNone: () => void }) {
    this.#lingerMs = options.lingerMs;
    this.#onNone = options.onNone;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Calls `onNone` unless a lease is taken within `ms`. */
  expect(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#open.size === 0) this.#onNone();
    }, ms);
  }

  /** Keeps the response open. With `atOnce` its end, as the last one, ends the sandbox without lingering. */
  take(response: ServerResponse, atOnce: boolean): void {
    clearTimeout(this.#timer);
    this.#open.add(response);
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    response.once('close', () => {
      this.#open.delete(response);
      if (this.#open.size === 0) this.expect(atOnce ? 0 : this.#lingerMs);
    });
  }
}
