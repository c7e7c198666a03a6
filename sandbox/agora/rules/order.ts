import { createHash } from 'node:crypto';

/** A random order that is the same for the same key: a node that is run again after a pause must not draw another one. */
export function shuffled(ids: readonly string[], key: string): string[] {
  const weight = (id: string): string => createHash('sha256').update(`${key}/${id}`).digest('hex');
  return ids
    .map((id) => ({ id, by: weight(id) }))
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .map(({ id }) => id);
}

/** [A, B, C] → [B, C, A]. */
export const rotated = (order: readonly string[]): string[] => [...order.slice(1), ...order.slice(0, 1)];
