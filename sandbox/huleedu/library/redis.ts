import type { Redis } from 'ioredis';

/** A connection that is there, and comes back after an outage; meanwhile every command fails at once. Throws when there is no Redis. */
export async function openRedis(url: string): Promise<Redis> {
  const { Redis: Connection } = await import('ioredis');
  const redis = new Connection(url, {
    ...{ lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 2000 },
    retryStrategy: () => 100,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return redis;
}
