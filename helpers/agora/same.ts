const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );

/** Whether two JSON values are equal, in whatever order their members are. */
export const same = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);
