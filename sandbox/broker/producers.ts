import type { Batch } from './batch.ts';
import { Refusal } from './errors.ts';

/** As many batches of a producer are told from new ones. Source: Kafka's ProducerStateEntry, and its limit of five requests in flight. */
const remembered = 5;

/** The producers of a partition that are remembered, the longest idle one goes first; Kafka forgets them after a day. */
const largest = 1_000;

const largestSequence = 2 ** 31;

interface Producer {
  epoch: number;
  /** The last ones, the newest at the end. */
  batches: { first: number; last: number; baseOffset: number }[];
}

/** What idempotent producers wrote into one partition, so that a batch that is sent again is not stored again. */
export class Producers {
  readonly #known = new Map<number, Producer>();

  /** The base offset of the stored batch that this one repeats. Throws a Refusal when it does not follow the last one. */
  admit(batch: Batch): number | undefined {
    const producer = this.#known.get(batch.producerId);
    if (batch.producerId < 0 || producer === undefined) return undefined;
    if (batch.producerEpoch < producer.epoch) throw new Refusal('INVALID_PRODUCER_EPOCH');
    if (batch.producerEpoch > producer.epoch) {
      if (batch.baseSequence !== 0) throw new Refusal('OUT_OF_ORDER_SEQUENCE_NUMBER');
      return undefined;
    }
    const last = lastSequence(batch);
    const repeated = producer.batches.find((known) => known.first === batch.baseSequence && known.last === last);
    if (repeated !== undefined) return repeated.baseOffset;
    const newest = producer.batches.at(-1);
    if (newest !== undefined && batch.baseSequence !== (newest.last + 1) % largestSequence) {
      throw new Refusal('OUT_OF_ORDER_SEQUENCE_NUMBER');
    }
    return undefined;
  }

  /** After a start only the newest batch of each is known: so it is with Kafka's snapshots, after a stop and after a kill. */
  forgetOlder(): void {
    for (const producer of this.#known.values()) producer.batches = producer.batches.slice(-1);
  }

  /** Takes note of a batch that is stored. */
  remember(batch: Batch, baseOffset: number): void {
    if (batch.producerId < 0) return;
    const known = this.#known.get(batch.producerId);
    const earlier = known?.epoch === batch.producerEpoch ? known.batches : [];
    const stored = { first: batch.baseSequence, last: lastSequence(batch), baseOffset };
    this.#known.delete(batch.producerId);
    this.#known.set(batch.producerId, {
      epoch: batch.producerEpoch,
      batches: [...earlier, stored].slice(-remembered),
    });
    if (this.#known.size <= largest) return;
    for (const idle of this.#known.keys()) {
      this.#known.delete(idle);
      break;
    }
  }
}

function lastSequence({ baseSequence, lastOffsetDelta }: Batch): number {
  return (baseSequence + lastOffsetDelta) % largestSequence;
}
