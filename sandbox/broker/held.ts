import { Refusal, type ErrorName } from './errors.ts';

/** An answer that is held back until something has come about. */
export class Held<T> {
  #settle: { resolve: (value: T) => void; reject: (reason: Refusal) => void } | undefined;

  get waits(): boolean {
    return this.#settle !== undefined;
  }

  /** Who asks again waits in place of the earlier question. */
  hold(): Promise<T> {
    this.refuse('REBALANCE_IN_PROGRESS');
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  answer(value: T): void {
    this.#settle?.resolve(value);
    this.#settle = undefined;
  }

  refuse(name: ErrorName): void {
    this.#settle?.reject(new Refusal(name));
    this.#settle = undefined;
  }
}
