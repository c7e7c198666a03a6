import { api, type Call } from '../api.ts';
import { checkBatch } from '../batch.ts';
import { attempt, errors, Refusal } from '../errors.ts';
import { array, constant, int16, int32, int64, nullableArray, nullableBytes } from '../schema.ts';
import { nullableString, since, string, struct, throttle } from '../schema.ts';

interface Stored {
  index: number;
  error: number;
  /** -1 where nothing was stored, here and below. */
  baseOffset: number;
  start: number;
  message: string | null;
}

/** Kafka's default of message.max.bytes. */
const largestBatch = 1_048_588;

/** Kafka's default of message.timestamp.after.max.ms: so far may a producer's clock be ahead. */
const ahead = 3_600_000;

const produce = api({
  key: 0,
  versions: [3, 11],
  flexible: 9,
  request: struct({
    transactionalId: nullableString,
    acks: int16,
    timeout: int32,
    topics: array(struct({ name: string, partitions: array(struct({ index: int32, records: nullableBytes })) })),
  }),
  answer: struct({
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            index: int32,
            error: int16,
            baseOffset: int64,
            appendTime: constant(int64, -1),
            start: since(5, int64, -1),
            recordErrors: constant(nullableArray(int32), [], 8),
            message: since(8, nullableString, null),
          }),
        ),
      }),
    ),
    throttle: throttle(1),
  }),
  handle: ({ transactionalId, acks, topics }, call) => {
    const answered = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, records }) =>
        attempt<Stored>(
          () => {
            if (transactionalId !== null) throw new Refusal('UNSUPPORTED_VERSION', 'transactions are not known here');
            if (![-1, 0, 1].includes(acks)) throw new Refusal('INVALID_REQUIRED_ACKS');
            return {
              index,
              error: errors.NONE,
              baseOffset: store(call, name, index, records),
              start: 0,
              message: null,
            };
          },
          ({ code, message }) => ({ index, error: code, baseOffset: -1, start: -1, message }),
        ),
      ),
    }));
    return acks === 0 ? undefined : { topics: answered };
  },
});

function store({ state }: Call, name: string, index: number, records: Buffer | null): number {
  const log = state.topics.partition(state.topics.named(name), index);
  const batch = checkBatch(records);
  if (batch.length > largestBatch) throw new Refusal('MESSAGE_TOO_LARGE');
  if (batch.maxTimestamp > Date.now() + ahead) throw new Refusal('INVALID_TIMESTAMP');
  return log.append(records ?? Buffer.alloc(0), batch);
}

/** Gives an idempotent producer its id; there are no transactions. */
const initProducerId = api({
  key: 22,
  versions: [0, 5],
  flexible: 2,
  request: struct({
    transactionalId: nullableString,
    timeout: int32,
    producerId: since(3, int64, -1),
    epoch: since(3, int16, -1),
  }),
  answer: struct({ throttle: throttle(0), error: int16, producerId: int64, epoch: int16 }),
  handle: ({ transactionalId }, { state }) =>
    transactionalId === null
      ? { error: errors.NONE, producerId: state.nextProducerId(), epoch: 0 }
      : { error: errors.UNSUPPORTED_VERSION, producerId: -1, epoch: -1 },
});

export const producing = [produce, initProducerId];
