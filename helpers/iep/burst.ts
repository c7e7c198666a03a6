import type { Answer } from '../http/answer.ts';
import type { ErrorDetail } from './operations/common.ts';
import type { Iep, iepOperations } from './operations/ieps.ts';
import type { z } from 'zod';

type Creation = Answer<(typeof iepOperations)['createIep']>;

/** What came of creations that were sent at the same time. */
export interface Burst {
  readonly created: readonly Iep[];
  /** Refusals, each judged as a 500: no other status can come of a right request (contract 4.3). */
  readonly failed: readonly z.output<typeof ErrorDetail>[];
  /** Versions of the created, ascending. */
  readonly versions: readonly number[];
  /** Share of the created, 0 to 1. */
  readonly successRate: number;
}

/** Sends this number of creations at once and judges each answer: a 201, or the 500 of exhausted retries. */
export async function burstOf(number: number, send: () => Promise<Creation>): Promise<Burst> {
  const answers = await Promise.all(Array.from({ length: number }, send));
  const [succeeded, others] = [
    answers.filter(({ status }) => status === 201),
    answers.filter(({ status }) => status !== 201),
  ];
  const created = succeeded.map((answer) => answer.as(201));
  return {
    created,
    failed: others.map((answer) => answer.as(500)),
    versions: created.map(({ version }) => version).sort((one, other) => one - other),
    successRate: created.length / number,
  };
}

/** 1 to n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

/** Pairs `[version, id of the parent]` as a chain of these IEPs must have them, ascending: each a child of the one before. */
export function chainOf(ieps: readonly Iep[]): { found: Link[]; expected: Link[] } {
  const sorted = ieps.toSorted((one, other) => one.version - other.version);
  return {
    found: sorted.map(({ version, parent_version_id }) => [version, parent_version_id]),
    expected: sorted.map((_, index) => [index + 1, sorted[index - 1]?.id ?? null]),
  };
}

type Link = [version: number, parent: string | null];
