import { databaseHealth, submitStep } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

/** Connections of a deployment: 5 and 10 overflow (contract e). */
const connections = 15;

/** Faults of the use of the database's connections. */
export const connectionRules: Rule[] = [
  rule(
    'model-call-holds-connection',
    'A step keeps its connection to the database while the model thinks.',
    [submitStep, databaseHealth],
    (applied) => {
      const during = new During();
      const pool = new Pool();
      const holding =
        <Args extends unknown[], Result>(original: (...args: Args) => Promise<Result>) =>
        async (...args: Args): Promise<Result> => {
          if (!during.now) return original(...args);
          await pool.take();
          try {
            return await original(...args);
          } finally {
            pool.give();
          }
        };
      return {
        tutoring: { submitReply: (original) => during.mark(original, () => true) },
        tutor: {
          grade: (original) => holding(original),
          ask: (original) => holding(original),
          help: (original) => holding(original),
        },
        database: {
          query: (original) => async (text, values) => {
            if (pool.isEmpty) {
              applied();
              await pool.take();
              pool.give();
            }
            return original(text, values);
          },
        },
      };
    },
  ),
];

/** Who finds none free waits for one. */
class Pool {
  #free = connections;
  readonly #waiting: (() => void)[] = [];

  get isEmpty(): boolean {
    return this.#free === 0;
  }

  async take(): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
