/** A list in the order of one member, which is a text: for two lists of one content, where the contract promises no order. */
export const sortedBy = <K extends string, T extends Readonly<Record<K, string>>>(list: readonly T[], member: K): T[] =>
  list.toSorted((one, other) => (one[member] < other[member] ? -1 : Number(one[member] > other[member])));
