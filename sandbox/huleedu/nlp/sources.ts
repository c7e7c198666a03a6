import type { Redis } from 'ioredis';
import { list, nullable, record } from '../../fastapi/composites.ts';
import { text } from '../../fastapi/scalars.ts';
import { read } from '../payloads/common.ts';
import type { Student } from './matching.ts';

const hour = 3600;

const roster = record({
  students: list(
    record({
      ...{ student_id: text(), first_name: text(), last_name: text(), full_legal_name: text() },
      email: nullable(text()),
    }),
  ),
});

async function fetchOk(url: string): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${String(answer.status)}`);
  return answer;
}

/** The students of a class, as class management has them; kept in Redis for an hour. Throws when they cannot be had. */
export async function rosterOf(redis: Redis, classManagementUrl: string, classId: string): Promise<Student[]> {
  const key = `nlp:roster:${classId}`;
  const kept = await redis.get(key);
  if (kept !== null) return JSON.parse(kept) as Student[];
  const answer = await fetchOk(`${classManagementUrl}/v1/classes/${encodeURIComponent(classId)}/roster`);
  const { students } = read(roster, await answer.json());
  await redis.set(key, JSON.stringify(students), 'EX', hour);
  return students;
}

/** The text of an essay, as content has it. Throws when it cannot be had. */
export async function textOf(contentUrl: string, storageId: string): Promise<string> {
  return (await fetchOk(`${contentUrl}/${encodeURIComponent(storageId)}`)).text();
}
