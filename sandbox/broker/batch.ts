import { gunzipSync } from 'node:zlib';

import { crc32c } from './crc32c.ts';
import { Refusal } from './errors.ts';
import { Reader } from './wire.ts';

/** Bytes of a batch before its records. */
export const headerLength = 61;

/** Bytes of base offset and length, which stand before what the length counts. */
const prefixLength = 12;

/** Bytes before what the checksum covers, so that the broker can set base offset and leader epoch. */
const checkedFrom = 21;

/** What tells about a record batch (format 2) without looking at its records. Times in milliseconds. */
export interface Batch {
  baseOffset: number;
  /** Bytes of the whole batch. */
  length: number;
  magic: number;
  crc: number;
  attributes: number;
  lastOffsetDelta: number;
  baseTimestamp: number;
  maxTimestamp: number;
  /** -1 when the producer is not an idempotent one. */
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  count: number;
}

/** Reads the first 61 bytes of a batch. */
export function readHeader(bytes: Buffer): Batch {
  const from = new Reader(bytes);
  const baseOffset = from.int64();
  const length = prefixLength + from.int32();
  from.int32();
  return {
    baseOffset,
    length,
    magic: from.int8(),
    crc: from.int32() >>> 0,
    attributes: from.int16(),
    lastOffsetDelta: from.int32(),
    baseTimestamp: from.int64(),
    maxTimestamp: from.int64(),
    producerId: from.int64(),
    producerEpoch: from.int16(),
    baseSequence: from.int32(),
    count: from.int32(),
  };
}

/** The batch that a producer sent for one partition; the records stay as they are. Throws a Refusal. */
export function checkBatch(bytes: Buffer | null): Batch {
  if (bytes === null || bytes.length < headerLength) throw new Refusal('INVALID_RECORD', 'no batch');
  const batch = readHeader(bytes);
  if (batch.magic !== 2) throw new Refusal('INVALID_RECORD', `record format ${String(batch.magic)}, not 2`);
  if (batch.length < headerLength) throw new Refusal('CORRUPT_MESSAGE');
  if (batch.length > bytes.length) throw new Refusal('INVALID_RECORD', 'no whole batch');
  if (batch.length < bytes.length) throw new Refusal('INVALID_RECORD', 'more than one batch for a partition');
  if (crc32c(bytes.subarray(checkedFrom)) !== batch.crc) throw new Refusal('CORRUPT_MESSAGE', 'wrong checksum');
  if (batch.count < 1 || batch.lastOffsetDelta !== batch.count - 1) {
    throw new Refusal('INVALID_RECORD', `${String(batch.count)} records up to ${String(batch.lastOffsetDelta)}`);
  }
  return batch;
}

/** A copy of the batch with the place in the log that the broker gave it; the checksum does not cover that. */
export function placed(bytes: Buffer, baseOffset: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigInt64BE(BigInt(baseOffset), 0);
  copy.writeInt32BE(0, prefixLength);
  return copy;
}

/** Whose offset and time: of a record. */
export interface RecordTime {
  offset: number;
  timestamp: number;
}

/**
 * The first record of a stored batch that is not older than `timestamp`. Of a batch whose compression Node does not know
 * (Snappy, LZ4, Zstandard) it is the first record of all.
 */
export function firstSince(bytes: Buffer, timestamp: number): RecordTime | undefined {
  const batch = readHeader(bytes);
  const compression = batch.attributes & 7;
  if (compression > 1) return { offset: batch.baseOffset, timestamp: batch.baseTimestamp };
  const records = bytes.subarray(headerLength);
  const from = new Reader(compression === 1 ? gunzipSync(records) : records);
  for (let index = 0; index < batch.count; index++) {
    const record = new Reader(from.take(from.varint()));
    record.int8();
    const time = batch.baseTimestamp + record.varint();
    if (time >= timestamp) return { offset: batch.baseOffset + record.varint(), timestamp: time };
  }
  return undefined;
}
