import { createHash } from 'node:crypto';

/** Reproducible choices: equal seeds draw alike. */
export class Draw {
  private readonly seed: string;
  private count = 0;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** A number from 0 up to but not including 1. */
  fraction(): number {
    this.count += 1;
    return (
      createHash('sha256')
        .update(`${this.seed}/${String(this.count)}`)
        .digest()
        .readUInt32BE() /
      2 ** 32
    );
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** A number with two decimals, both ends included. */
  score(least: number, most: number): number {
    return this.whole(Math.round(least * 100), Math.round(most * 100)) / 100;
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** One of a list that is not empty. */
  pick<T>(options: readonly [T, ...T[]]): T {
    return options[Math.floor(this.fraction() * options.length)] ?? options[0];
  }

  /** The first elements, as many as drawn, but no more than there are. */
  some<T>(list: T[], least: number, most: number): T[] {
    return list.slice(0, this.whole(least, most));
  }
}
