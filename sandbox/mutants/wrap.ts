import type { Decoration } from './rule.ts';

type Method = (...args: unknown[]) => unknown;
type Decorators = Partial<Record<PropertyKey, (original: Method) => Method>>;

/** Puts every part behind a switch: its methods are its own, or those of the decoration that holds at the time of the call. */
export function wrapParts<Parts extends { [Name in keyof Parts]: object }>(
  current: () => Decoration<Parts> | undefined,
): <Name extends keyof Parts>(name: Name, part: Parts[Name]) => Parts[Name] {
  return (name, part) => {
    const decorators = (): Decorators => (current() as Partial<Record<PropertyKey, object>> | undefined)?.[name] ?? {};
    return name === 'database' ? switchDatabase(part, decorators) : switchMethods(part, decorators);
  };
}

/** A transaction's client comes from the pool, so it is switched with it. */
function switchDatabase<Pool extends object>(pool: Pool, decorators: () => Decorators): Pool {
  return switchMethods(pool, () => ({
    ...decorators(),
    connect: (original) => async () => switchMethods((await original()) as object, decorators),
  }));
}

function switchMethods<Part extends object>(part: Part, decorators: () => Decorators): Part {
  return new Proxy(part, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      const original = value.bind(target) as Method;
      return decorators()[property]?.(original) ?? original;
    },
  });
}
