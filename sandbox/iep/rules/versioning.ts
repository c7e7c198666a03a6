/** The key of the advisory lock of a chain: a hash of student and year, below 2^31 and the same in every process. */
export function lockKey(studentId: string, academicYear: string): number {
  let hash = 0;
  for (const byte of Buffer.from(`${studentId}:${academicYear}`)) hash = (Math.imul(hash, 31) + byte) | 0;
  return Math.abs(hash) % 2 ** 31;
}

export interface ChainEnd {
  id: string;
  version: number;
}

/** Number and parent of the next row of a chain whose highest row this is (contract 7, rules 1 and 5). */
export function nextVersion(latest: ChainEnd | undefined): { version: number; parent_version_id: string | null } {
  return { version: (latest?.version ?? 0) + 1, parent_version_id: latest?.id ?? null };
}
