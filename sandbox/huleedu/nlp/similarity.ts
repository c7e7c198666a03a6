/** How many letters must change to make one text the other (Levenshtein). */
export function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, place) => place);
  for (let place = 0; place < left.length; place += 1) {
    const next = [place + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const change = (row[column - 1] ?? 0) + (left[place] === right[column - 1] ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** 1 for equal texts, 0 for such that have nothing in common. */
export function likeness(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 1 : 1 - distance(left, right) / longest;
}
