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

/** What is said in Redis of the events that were claimed. */
export interface Claims {
  /** Resolves to false when `onlyNew` and there is one; the claim ends by itself after these seconds. */
  set(key: string, state: string, seconds: number, onlyNew: boolean): Promise<boolean>;
  get(key: string): Promise<string | null>;
  remove(key: string): Promise<void>;
}

export const claimsIn = (redis: Redis): Claims => ({
  async set(key, state, seconds, onlyNew) {
    const set = onlyNew ? redis.set(key, state, 'EX', seconds, 'NX') : redis.set(key, state, 'EX', seconds);
    return (await set) !== null;
  },
  get: (key) => redis.get(key),
  async remove(key) {
    await redis.del(key);
  },
});

/** What was sent, under which nothing else is: the id, where there is one, and the data. */
function hashOf(value: string): string {
  const { event_id: id, data } = parseExact(value) as { event_id?: unknown; data: unknown };
  const identity = id === undefined ? data : { data, event_id: id };
  return createHash('sha256').update(writeCanonical(identity)).digest('hex');
}

/** Keeps one service from working on the same event twice (contract b.5). */
export class Idempotency {
  constructor(
    private readonly claims: Claims,
    /** As the service calls itself in its keys. */
    private readonly service: string,
  ) {}

  /**
   * Does the work unless the event was claimed before; false for such a duplicate. What the work throws is thrown on, and the event may come
   * again. What a service that was killed had begun is done again. Without Redis, or where something else lies under the key, the work is done unprotected.
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
      if (claim === 'claimed') await this.claims.remove(key).catch(() => undefined);
      throw error;
    }
    const completed = write({ status: 'completed', started_at, completed_at: Date.now() / 1000 });
    if (claim === 'claimed') {
      await this.claims.set(key, completed, special[type] ?? afterwards, false).catch(() => undefined);
    }
    return true;
  }

  async #claim(key: string, state: string): Promise<'claimed' | 'duplicate' | 'unprotected'> {
    try {
      if (await this.claims.set(key, state, whileProcessing, true)) return 'claimed';
      const found = JSON.parse((await this.claims.get(key)) ?? '') as { status?: unknown } | null;
      if (found?.status !== 'processing') return 'duplicate';
      // No partition has two readers: whoever began with the event did not live to finish it.
      await this.claims.set(key, state, whileProcessing, false);
      return 'claimed';
    } catch {
      return 'unprotected';
    }
  }
}
