/** The first of a list that must not be empty; `what` names the elements in the error. */
export function firstOf<T>(list: readonly T[], what: string): T {
  const [first] = list;
  if (first === undefined) throw new Error(`There is no ${what}, expected at least one`);
  return first;
}
