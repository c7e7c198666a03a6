/** An object with these methods of another one and nothing else: what only a type hides can still be called. */
export function only<T extends object, K extends keyof T>(target: T, names: readonly K[]): Pick<T, K> {
  const bound = names.map((name) => {
    const method = target[name];
    return [name, typeof method === 'function' ? (method.bind(target) as T[K]) : method] as const;
  });
  return Object.freeze(Object.fromEntries(bound)) as Pick<T, K>;
}
