import { setTimeout as delay } from 'node:timers/promises';
import type { Closable } from '../../parts.ts';
import { inTransaction, type Client, type Database } from './database.ts';
import { buildEnvelope, type Envelope } from './envelope.ts';
import type { OutboxFigures } from './outbox.ts';
import type { Sender } from './producer.ts';

/** Figures of the contract with `ENVIRONMENT=testing` (0.2, b.6); milliseconds. */
const poll = 100;
const pauseAfterFailure = 1000;
const batch = 100;
const maxRetries = 5;

interface Row {
  id: string;
  topic: string;
  event_key: string | null;
  event_data: Envelope;
  /** Seconds. */
  age: number;
}

/** The envelope as it is sent: its id and time are new ones. */
function republished({ event_type: topic, source_service: source, ...envelope }: Envelope): Envelope {
  const { correlation_id: correlationId, data, metadata } = envelope;
  return buildEnvelope({ topic, source, correlationId, data, metadata });
}

/**
 * Sends what waits in `event_outbox`, the oldest first, and those last that failed five times: while the broker is away rows stay, and go out
 * when it is back. Rows that another relay has in hand are left to it.
 */
export function startRelay(database: Database, sender: Sender, figures?: OutboxFigures): Closable {
  const closing = new AbortController();
  const running = (async () => {
    while (!closing.signal.aborted) {
      const started = performance.now();
      const pause = await pass(database, sender, figures).catch(() => undefined);
      figures?.passed((performance.now() - started) / 1000, pause === undefined);
      await delay(pause ?? pauseAfterFailure, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

/** Sends one batch; answers how long to wait for the next. */
function pass(database: Database, sender: Sender, figures: OutboxFigures | undefined): Promise<number> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT id, topic, event_key, event_data,
         extract(epoch FROM clock_timestamp() - created_at)::double precision AS age
       FROM event_outbox WHERE published_at IS NULL
       ORDER BY retry_count >= $1, created_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [maxRetries, batch],
    );
    for (const row of rows) {
      if (!(await publish(client, sender, row))) {
        figures?.failed();
        return pauseAfterFailure;
      }
      figures?.published(row.age);
    }
    return rows.length === batch ? 0 : poll;
  });
}

async function publish(client: Client, sender: Sender, { id, topic, event_key, event_data }: Row): Promise<boolean> {
  try {
    await sender.send({ topic, key: event_key ?? undefined, value: JSON.stringify(republished(event_data)) });
    await client.query('UPDATE event_outbox SET published_at = clock_timestamp() WHERE id = $1', [id]);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await client.query(
      'UPDATE event_outbox SET retry_count = least(retry_count + 1, $2), last_error = $3 WHERE id = $1',
      [id, maxRetries, reason],
    );
    return false;
  }
}
