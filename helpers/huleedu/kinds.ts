import { z } from 'zod';
import type { Kind } from '../cleanup/removal.ts';
import type { LooseRequest } from '../http/operation.ts';

const textAt = (value: unknown, name: string): string | undefined =>
  z.object({ [name]: z.string().min(1) }).safeParse(value).data?.[name];

const keyed =
  (...parts: readonly [name: string, find: (request: LooseRequest) => string | undefined][]): Kind['keyOf'] =>
  (request) => {
    const found = parts.flatMap(([name, find]) => {
      const value = find(request);
      return value === undefined ? [] : [[name, value]];
    });
    return found.length === parts.length ? (Object.fromEntries(found) as Record<string, string>) : undefined;
  };

const creator = ['created_by_user_id', ({ headers }: LooseRequest) => textAt(headers, 'x-user-id')] as const;

const schoolClass = {
  keyOf: keyed([...creator], ['name', ({ body }) => textAt(body, 'name')]),
  idOf: (body: unknown) => textAt(body, 'id'),
};
const student = { keyOf: keyed([...creator]), idOf: (body: unknown) => textAt(body, 'id') };

/** What the suite creates. A teacher of one test is who creates it, which tells it from all else. */
export const kinds = {
  class: schoolClass,
  student,
  // The same in the spare class management.
  'spare-class': schoolClass,
  'spare-student': student,
  // In Redis, where the suite itself plants it or knows that a service will; it is its own id.
  key: { keyOf: () => undefined, idOf: () => undefined },
  batch: { keyOf: keyed(['user_id', ({ body }) => textAt(body, 'user_id')]), idOf: (body) => textAt(body, 'batch_id') },
} as const satisfies Record<string, Kind>;
