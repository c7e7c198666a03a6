import type { Services } from '../../iep/backend.ts';
import { replaced, type ArgsOf, type ResultOf } from './faults.ts';
import { During, type Applied, type Decoration, type Query } from './rule.ts';

/** When the method has done its work, a statement goes out besides; it is counted when it met rows. */
export function besides<Service extends keyof Services, Method extends keyof Services[Service]>(
  applied: Applied,
  service: Service,
  method: Method,
  statement: string,
  valuesOf: (result: ResultOf<Service, Method>, args: ArgsOf<Service, Method>) => unknown[],
): Decoration {
  const during = new During<{ query?: Query }>();
  return {
    ...replaced(service, method, (original) =>
      during.mark(
        async (...args: ArgsOf<Service, Method>) => {
          const result = await original(...args);
          const more = await during.now?.query?.(statement, valuesOf(result, args));
          if (more && more.rowCount !== 0) applied();
          return result;
        },
        () => ({}),
      ),
    ),
    ...rememberQuery(during),
  };
}

/** When the method is refused, a statement goes out before the refusal does. */
export function despiteRefusal<Service extends keyof Services, Method extends keyof Services[Service]>(
  applied: Applied,
  service: Service,
  method: Method,
  statement: string,
  valuesOf: (args: ArgsOf<Service, Method>) => unknown[],
): Decoration {
  const during = new During<{ query?: Query }>();
  return {
    ...replaced(service, method, (original) =>
      during.mark(
        (...args: ArgsOf<Service, Method>) =>
          original(...args).catch(async (error: unknown) => {
            const more = await during.now?.query?.(statement, valuesOf(args));
            if (more && more.rowCount !== 0) applied();
            throw error;
          }),
        () => ({}),
      ),
    ),
    ...rememberQuery(during),
  };
}

/** A connection that the call has used is free again at its end, and no transaction is open on it. */
function rememberQuery(during: During<{ query?: Query }>): Decoration {
  return {
    database: {
      query: (original) => (text, values) => {
        if (during.now) during.now.query = original;
        return original(text, values);
      },
    },
  };
}
