import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../fastapi/refusal.ts';
import type { Services } from '../../iep/backend.ts';
import { During, type Applied, type Decoration } from './rule.ts';

type Calls<Service extends keyof Services> = {
  [Method in keyof Services[Service]]: Services[Service][Method] extends (...args: infer Args) => infer Result
    ? { args: Args; result: Awaited<Result> }
    : never;
};

/** The arguments of a service's method. */
export type ArgsOf<
  Service extends keyof Services,
  Method extends keyof Services[Service],
> = Calls<Service>[Method]['args'];

/** What a service's method yields. */
export type ResultOf<
  Service extends keyof Services,
  Method extends keyof Services[Service],
> = Calls<Service>[Method]['result'];

type Call<Args extends unknown[], Result> = (...args: Args) => Promise<Result>;

/** Another method in the place of a service's, made from the method itself. */
export function replaced<Service extends keyof Services, Method extends keyof Services[Service]>(
  service: Service,
  method: Method,
  make: (
    original: Call<ArgsOf<Service, Method>, ResultOf<Service, Method>>,
  ) => Call<ArgsOf<Service, Method>, ResultOf<Service, Method>>,
): Decoration {
  return { [service]: { [method]: make } };
}

/** A read yields something else than what was found. */
export function told<Service extends keyof Services, Method extends keyof Services[Service]>(
  applied: Applied,
  service: Service,
  method: Method,
  change: (result: ResultOf<Service, Method>, ...args: ArgsOf<Service, Method>) => ResultOf<Service, Method>,
): Decoration {
  return replaced(service, method, (original) => async (...args) => {
    const right = await original(...args);
    const wrong = change(right, ...args);
    if (!isDeepStrictEqual(right, wrong)) applied();
    return wrong;
  });
}

/** A read whose statements go out with another text: it is carried out both ways, to know whether that makes a difference. */
export function sought<Service extends keyof Services>(
  applied: Applied,
  service: Service,
  method: keyof Services[Service],
  change: (text: string) => string,
): Decoration {
  const during = new During();
  return {
    ...replaced(service, method, (original) => async (...args) => {
      const right = await original(...args);
      const wrong = await during.mark(original, () => true as const)(...args);
      if (!isDeepStrictEqual(right, wrong)) applied();
      return wrong;
    }),
    database: { query: (query) => (text, values) => query(during.now ? change(text) : text, values) },
  };
}

/** A refusal of this status becomes something else: a value, or an error that is thrown. */
export function unrefused<Service extends keyof Services, Method extends keyof Services[Service]>(
  applied: Applied,
  service: Service,
  method: Method,
  status: number,
  change: (refusal: Refusal) => ResultOf<Service, Method>,
): Decoration {
  return replaced(
    service,
    method,
    (original) =>
      (...args) =>
        original(...args).catch((error: unknown) => {
          if (!(error instanceof Refusal) || error.status !== status) throw error;
          applied();
          return change(error);
        }),
  );
}

/** The same refusal under another status. */
export const restatus =
  (status: number) =>
  (refusal: Refusal): never => {
    throw new Refusal(status, refusal.message);
  };

/** One part of a statement replaced by another. */
export const instead =
  (part: string | RegExp, other: string) =>
  (text: string): string =>
    text.replace(part, () => other);
