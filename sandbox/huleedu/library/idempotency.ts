import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { topics } from '../payloads/names.ts';
import { parseExact, writeCanonical } from './canonical.ts';
import type { Envelope } from './envelope.ts';

/** Seconds (contract b.5). */
const whileProcessing = 300;
const afterwards = 86_400;
const special: Readonly<Record<string, number>> = {
  [topics.essaysRegistered]: 43_200,
  [topics.essaysReady]: 43_200,
  [topics.phaseOutcome]: 43_200,
  [topics.contentProvisioned]: 3600,
};

/** What was sent, under which nothing else is: the id, where there is one, and the data. */
function hashOf(value: string): string {
  const { event_id: id, data } = parseExact(value) as { event_id?: unknown; data: unknown };
  const identity = id === undefined ? data : { data, event_id: id };
  return createHash('sha256').update(writeCanonical(identity)).digest('hex');
}

/** Keeps one service from working on the same event twice (contract b.5). */
export class Idempotency {
  constructor(
    private readonly redis: Redis,
    /** As the service calls itself in its keys. */
    private readonly service: string,
  ) {}

  /**
   * Does the work unless the event was claimed before; false for such a duplicate. What the work throws is thrown on, and the event may come
   * again. Without Redis, or where something else lies under the key, the work is done unprotected.
   */
  async once(value: string, envelope: Envelope, work: () => Promise<void>): Promise<boolean> {
    const { event_type: type, event_id, correlation_id, source_service } = envelope;
    const key = `huleedu:idempotency:v2:${this.service}:${type.replaceAll('.', '_')}:${hashOf(value)}`;
    const started_at = Date.now() / 1000;
    const origin = { processed_by: this.service, event_id, correlation_id, source_service };
    const write = (state: object): string => JSON.stringify({ ...state, ...origin });
    const claim = await this.#claim(key, write({ status: 'processing', started_at }));
    if (claim === 'duplicate') return false;
    try {
      await work();
    } catch (error) {
      if (claim === 'claimed') await this.redis.del(key).catch(() => undefined);
      throw error;
    }
    const completed = write({ status: 'completed', started_at, completed_at: Date.now() / 1000 });
    if (claim === 'claimed') {
      await this.redis.set(key, completed, 'EX', special[type] ?? afterwards).catch(() => undefined);
    }
    return true;
  }

  async #claim(key: string, state: string): Promise<'claimed' | 'duplicate' | 'unprotected'> {
    try {
      if ((await this.redis.set(key, state, 'EX', whileProcessing, 'NX')) !== null) return 'claimed';
      JSON.parse((await this.redis.get(key)) ?? '');
      return 'duplicate';
    } catch {
      return 'unprotected';
    }
  }
}
