import type { Redis } from 'ioredis';
import type { EssayReference } from '../payloads/common.ts';
import type { ContentProvisioned, EssaysRegistered, EssayValidationFailed } from '../payloads/provisioning.ts';

const day = 86_400;

/** What Redis knows of a batch that has not come to its end (contract d.5). */
export interface Metadata {
  batch_id: string;
  course_code: string;
  essay_instructions: string;
  user_id: string;
  correlation_id: string;
  expected_count: string;
  class_type: 'GUEST' | 'REGULAR';
  created_at: string;
}

const keyOf = (batchId: string, part: string): string => `batch:${batchId}:${part}`;

/** What is forgotten with a batch; `completed` stays. */
const parts = [
  ...['available_slots', 'assignments', 'metadata', 'timeout', 'content_assignments'],
  ...['validation_failures', 'pending_failures'],
];

/** The slots of batches, in Redis; the keys are those of contract d.5. */
export class Slots {
  constructor(private readonly redis: Redis) {}

  /** Makes a batch known, with a free slot for each essay. */
  async register(batch: EssaysRegistered, correlationId: string): Promise<void> {
    const { entity_id: id, essay_ids: essays } = batch;
    const metadata: Metadata = {
      ...{ batch_id: id, course_code: batch.course_code, essay_instructions: batch.essay_instructions },
      ...{ user_id: batch.user_id, correlation_id: correlationId, expected_count: String(essays.length) },
      class_type: batch.class_id === null ? 'GUEST' : 'REGULAR',
      created_at: new Date().toISOString(),
    };
    const write = this.redis.multi().hset(keyOf(id, 'metadata'), metadata).set(keyOf(id, 'timeout'), id, 'EX', day);
    if (essays.length > 0) write.sadd(keyOf(id, 'available_slots'), ...essays);
    await write.exec();
  }

  /** Undefined for a batch that was not registered yet, or has come to its end. */
  async metadata(batchId: string): Promise<Metadata | undefined> {
    const fields = await this.redis.hgetall(keyOf(batchId, 'metadata'));
    return Object.keys(fields).length === 0 ? undefined : (fields as unknown as Metadata);
  }

  /** Takes any free slot for the text; undefined when there is none. */
  async assign(
    batchId: string,
    { text_storage_id: text, original_file_name: file }: ContentProvisioned,
  ): Promise<string | undefined> {
    const essay = await this.redis.spop(keyOf(batchId, 'available_slots'));
    if (essay === null) return undefined;
    const assignment = JSON.stringify({ essay_id: essay, text_storage_id: text, original_file_name: file });
    await this.redis
      .multi()
      .hset(keyOf(batchId, 'assignments'), essay, assignment)
      .hset(keyOf(batchId, 'content_assignments'), text, essay)
      .exec();
    return essay;
  }

  /** Takes an assignment back that was not stored. */
  async release(batchId: string, essay: string, text: string): Promise<void> {
    await this.redis
      .multi()
      .sadd(keyOf(batchId, 'available_slots'), essay)
      .hdel(keyOf(batchId, 'assignments'), essay)
      .hdel(keyOf(batchId, 'content_assignments'), text)
      .exec();
  }

  async assignments(batchId: string): Promise<EssayReference[]> {
    const found = await this.redis.hgetall(keyOf(batchId, 'assignments'));
    return Object.values(found).map((text) => {
      const { essay_id, text_storage_id } = JSON.parse(text) as EssayReference;
      return { essay_id, text_storage_id };
    });
  }

  /** Notes a file that failed, once. */
  async fail(failure: EssayValidationFailed): Promise<void> {
    await this.redis.hset(
      keyOf(failure.entity_id, 'validation_failures'),
      failure.file_upload_id,
      JSON.stringify(failure),
    );
  }

  async failures(batchId: string): Promise<EssayValidationFailed[]> {
    return texts(await this.redis.hgetall(keyOf(batchId, 'validation_failures')));
  }

  /** Keeps content whose batch is not known yet, for a day. */
  async park(content: ContentProvisioned): Promise<void> {
    const key = `pending_content:${content.entity_id}`;
    await this.redis.multi().hset(key, content.text_storage_id, JSON.stringify(content)).expire(key, day).exec();
  }

  /** The same for a file that failed. */
  async parkFailure(failure: EssayValidationFailed): Promise<void> {
    const key = keyOf(failure.entity_id, 'pending_failures');
    await this.redis.multi().hset(key, failure.file_upload_id, JSON.stringify(failure)).expire(key, day).exec();
  }

  async parked(batchId: string): Promise<{ contents: ContentProvisioned[]; failures: EssayValidationFailed[] }> {
    const contents = await this.redis.hgetall(`pending_content:${batchId}`);
    const failures = await this.redis.hgetall(keyOf(batchId, 'pending_failures'));
    return { contents: texts(contents), failures: texts(failures) };
  }

  async unpark(batchId: string): Promise<void> {
    await this.redis.del(`pending_content:${batchId}`, keyOf(batchId, 'pending_failures'));
  }

  /** All contents of the batch have come; the mark outlives the batch. */
  async complete(batchId: string): Promise<void> {
    await this.redis.set(keyOf(batchId, 'completed'), '1', 'EX', day);
  }

  /** Forgets a batch that has come to its end, or could not be stored. */
  async forget(batchId: string): Promise<void> {
    await this.redis.del(...parts.map((part) => keyOf(batchId, part)));
  }
}

/** Hashes whose values are JSON. */
function texts<T>(hash: Record<string, string>): T[] {
  return Object.values(hash).map((text) => JSON.parse(text) as T);
}
