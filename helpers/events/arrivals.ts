/** Those who wait for what comes. */
export class Arrivals {
  private readonly checks = new Set<() => void>();

  /** Something has come. */
  tell(): void {
    for (const check of [...this.checks]) check();
  }

  /** Asks `find` now and each time that something has come, until it finds; undefined when the time, in milliseconds, is over. */
  until<T>(find: () => T | undefined, timeout: number): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.checks.delete(check);
      };
      const check = (): void => {
        try {
          const found = find();
          if (found === undefined) return;
          end();
          resolve(found);
        } catch (error) {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        end();
        resolve(undefined);
      }, timeout);
      this.checks.add(check);
      check();
    });
  }
}
