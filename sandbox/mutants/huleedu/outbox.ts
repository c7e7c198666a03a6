import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceParts } from '../../huleedu/chain/parts.ts';
import { buildEnvelope } from '../../huleedu/library/envelope.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import { rewrite, revalue } from '../sql.ts';
import type { Decoration as DecorationOf } from '../rule.ts';
import { everywhere, publishes, rule, type Applied, type Decoration, type Rule } from './rule.ts';

const confirm = 'POST /v1/batches/{batch_id}/student-associations/confirm';
const createClass = 'POST /v1/classes/';
const registerBatch = 'POST /v1/batches/register';
const where = { operations: [confirm, createClass, registerBatch], touches: [publishes(topics.associationsConfirmed)] };

const begin = 'UPDATE event_outbox SET published_at';

/** The first note that a row was published is lost, so that the row goes out once more. */
function notedLate(applied: Applied): Decoration {
  const missed = new Set<unknown>();
  return everywhere(
    revalue(applied, begin, ([id]) => {
      if (missed.has(id)) return undefined;
      missed.add(id);
      return null;
    }),
  );
}

/** Long enough for somebody who has the record to look for what it tells of; milliseconds. */
const untilCommit = 300;

/** The row counts as published with the transaction that writes it. From the second record on, since the first one shows the way to the broker. */
function sentEarly(applied: Applied): Decoration {
  const early = (): DecorationOf<ServiceParts> => {
    let send: ServiceParts['sender']['send'] | undefined;
    return {
      sender: { send: (original) => (send = original) },
      outbox: {
        add: (original) => async (client, message) => {
          await original(client, message);
          if (send === undefined) return;
          applied();
          const { topic, key } = message;
          await send({ topic, key, value: JSON.stringify(buildEnvelope(message)) });
          await client.query(`${begin} = clock_timestamp() WHERE topic = $1 AND xmin = pg_current_xact_id()::xid`, [
            topic,
          ]);
          await delay(untilCommit);
        },
      },
    };
  };
  return { classManagement: early(), batchOrchestrator: early(), essayLifecycle: early(), nlp: early() };
}

/** Columns of the outbox: `$2` aggregate id, `$3` aggregate type, `$4` event type and topic, `$5` envelope, `$6` key. */
const kept = (name: string, description: string, change: (values: unknown[]) => unknown[]): Rule =>
  rule(name, description, where, (applied) =>
    everywhere(revalue(applied, 'INSERT INTO event_outbox', (values) => change(values))),
  );

const replaced = (values: unknown[], at: number, value: unknown): unknown[] => values.with(at, value);

/** Faults of the outbox and its relay (contract b.6). */
export const outboxRules: Rule[] = [
  rule('outbox-marked-unsent', 'The relay marks rows and sends nothing.', where, (applied) =>
    everywhere({
      sender: {
        send: () => () => {
          applied();
          return Promise.resolve();
        },
      },
    }),
  ),
  rule('outbox-marked-late', 'A row that was sent is not marked, and sent once more.', where, notedLate),
  rule('outbox-rows-deleted', 'A row that was sent is deleted.', where, (applied) =>
    everywhere(
      rewrite(
        applied,
        /^UPDATE event_outbox SET published_at/,
        'UPDATE event_outbox SET published_at = clock_timestamp() WHERE',
        'DELETE FROM event_outbox WHERE',
      ),
    ),
  ),
  rule('outbox-retry-not-counted', 'An attempt that failed is not counted.', where, (applied) =>
    everywhere(rewrite(applied, /^UPDATE event_outbox SET retry_count/, 'retry_count + 1', 'retry_count')),
  ),
  rule('outbox-reason-not-kept', 'Why an attempt failed is not kept.', where, (applied) =>
    everywhere(
      rewrite(applied, /^UPDATE event_outbox SET retry_count/, 'last_error = $3', 'last_error = left($3::text, 0)'),
    ),
  ),
  rule('outbox-never-retried', 'A row that could not be sent once never is.', where, (applied) =>
    everywhere(
      rewrite(applied, /FROM event_outbox WHERE published_at IS NULL/, 'IS NULL', 'IS NULL AND retry_count = 0'),
    ),
  ),
  rule('outbox-newest-first', 'Of the rows that wait the newest is sent first.', where, (applied) =>
    everywhere(
      rewrite(applied, /FROM event_outbox WHERE published_at IS NULL/, 'created_at LIMIT', 'created_at DESC LIMIT'),
    ),
  ),
  rule('outbox-sent-before-commit', 'A record is sent before what it tells of is committed.', where, sentEarly),
  rule('outbox-gives-up-wrongly', 'A row that could not be sent counts as sent.', where, (applied) =>
    everywhere(
      rewrite(
        applied,
        /^UPDATE event_outbox SET retry_count/,
        'last_error = $3',
        'last_error = $3, published_at = clock_timestamp()',
      ),
    ),
  ),
  kept('outbox-without-key', 'A row of the outbox has no key.', (values) => replaced(values, 5, null)),
  kept('outbox-of-another', 'A row of the outbox is of another aggregate.', (values) =>
    replaced(values, 1, `${String(values[1])}0`),
  ),
  kept('outbox-of-another-type', 'A row of the outbox is of another type of aggregate.', (values) =>
    replaced(values, 2, 'aggregate'),
  ),
  kept('outbox-data-only', 'A row of the outbox has no envelope around its data but an empty one.', (values) =>
    replaced(values, 4, JSON.stringify({ ...(JSON.parse(String(values[4])) as object), metadata: null, data: {} })),
  ),
];
