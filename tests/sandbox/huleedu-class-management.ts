import { randomUUID } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { startDeployment, suggested, type Deployment, type Json, type Published } from './huleedu-class-host.ts';

export { expect } from '@playwright/test';

/** Event 6. */
export const confirmed = 'huleedu.class.student.associations.confirmed.v1';

export interface Answer {
  status: number;
  headers: Headers;
  /** A text is under `text`. */
  json: Json;
}

/** A value that must be a text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, but there is ${JSON.stringify(value)}`);
}

/** A row of the table, by its columns. */
export type Row = Record<string, unknown>;

/** What event 5 tells of. */
export interface Batch {
  batch: string;
  classId: string;
  essay: string;
  /** The best suggestion first. */
  students: string[];
}

interface Fixtures {
  /** Runs the work while a part of the deployment is stopped. */
  without: (part: string, work: () => Promise<unknown>) => Promise<void>;
  /** Ends the service and starts it again. */
  restart: () => Promise<void>;
  call: (method: string, target: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  newClass: (course?: string) => Promise<string>;
  newStudent: (changes?: object) => Promise<string>;
  /** A batch of one essay for a new student of a new class. */
  newBatch: () => Promise<Batch>;
  rowsOf: (batch: string) => Promise<Row[]>;
  /** Waits until the service has dealt with what was sent before. */
  settled: () => Promise<void>;
  /** The next record of the topic whose data hold this. */
  next: (topic: string, member: string, value: string) => Promise<Published>;
}

export const test = base.extend<Fixtures, { deployment: Deployment }>({
  deployment: [
    async ({}, use) => {
      const deployment = await startDeployment();
      await use(deployment);
      await deployment.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  call: async ({ deployment }, use) => {
    await use(async (method, target, body, headers = { 'x-user-id': 'teacher' }) => {
      const init = { method, headers, redirect: 'manual' } as const;
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const answer = await fetch(deployment.url + target, { ...init, ...sent });
      const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
      const json = isJson ? ((await answer.json()) as Json) : ({ text: await answer.text() } as unknown as Json);
      return { status: answer.status, headers: answer.headers, json };
    });
  },
  without: async ({ deployment }, use) => {
    await use(async (name, work) => {
      const part = deployment.parts[name];
      await part?.stop();
      try {
        await work();
      } finally {
        await part?.start();
      }
    });
  },
  restart: async ({ without }, use) => {
    await use(() => without('service', () => Promise.resolve()));
  },
  newClass: async ({ call }, use) => {
    await use(async (course = 'SV2') => {
      const { json } = await call('POST', '/v1/classes/', { name: 'Class', course_codes: [course] });
      return textOf(json['id']);
    });
  },
  newStudent: async ({ call }, use) => {
    await use(async (changes = {}) => {
      const body = { person_name: { first_name: 'Maja', last_name: 'Holm' }, ...changes };
      return textOf((await call('POST', '/v1/classes/students', body)).json['id']);
    });
  },
  newBatch: async ({ newClass, newStudent }, use) => {
    await use(async () => {
      const [classId, student] = [await newClass(), await newStudent()];
      return { batch: randomUUID(), classId, essay: randomUUID(), students: [student] };
    });
  },
  rowsOf: async ({ deployment }, use) => {
    await use(async (batch) => {
      const asked = 'SELECT * FROM essay_student_associations WHERE batch_id = $1';
      return (await deployment.database.query<Row>(asked, [batch])).rows;
    });
  },
  settled: async ({ deployment, newBatch, rowsOf }, use) => {
    await use(async () => {
      const marker = await newBatch();
      await deployment.send(eventOf(marker));
      const options = { message: 'a later event of the partition', timeout: 15_000, intervals: [20] };
      await expect.poll(() => rowsOf(marker.batch), options).toHaveLength(1);
    });
  },
  next: async ({ deployment }, use) => {
    await use(async (topic, member, value) => {
      const find = (): Published | undefined =>
        deployment.published.find(
          (each) => each.topic === topic && each.envelope['data']?.[member] === (value as unknown),
        );
      const options = { message: `${topic} with ${member} ${value}`, timeout: 15_000, intervals: [20] };
      await expect.poll(find, options).toBeDefined();
      return find() as Published;
    });
  },
});

/** One result of event 5. */
export const resultOf = (essay: string, students: readonly string[], scores: readonly number[] = [0.93]): object => ({
  ...{ essay_id: essay, text_storage_id: 'text', filename: '' },
  suggestions: students.map((student, place) => ({
    ...{ student_id: student, student_name: 'Maja Holm', student_email: null },
    ...{ confidence_score: scores[place] ?? 0.5, match_reasons: ['name_exact'], extraction_metadata: {} },
  })),
});

/** Event 5 of a batch; `results` take the place of the one essay's. */
export function eventOf(
  { batch, classId, essay, students }: Batch,
  results = [resultOf(essay, students)],
): Record<string, unknown> {
  return {
    ...{ event_id: randomUUID(), event_type: suggested, source_service: 'nlp-service', correlation_id: randomUUID() },
    data: {
      ...{ batch_id: batch, class_id: classId, course_code: 'SV2', match_results: results },
      ...{ processing_summary: { total_essays: results.length }, entity_type: 'batch' },
    },
  };
}
