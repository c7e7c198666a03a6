import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

import { firstSince, headerLength, placed, readHeader, type Batch, type RecordTime } from './batch.ts';
import { Refusal } from './errors.ts';
import { Producers } from './producers.ts';

/** Where a stored batch is. */
interface Place {
  baseOffset: number;
  /** Bytes before it in the file. */
  start: number;
  maxTimestamp: number;
}

/**
 * The record batches of one partition, as they came, in a file to which is only added. What is held in memory is a place for
 * each batch and the producers; records are read from the file.
 */
export class PartitionLog {
  readonly #file: string;
  #opened: number | undefined;
  readonly #places: Place[] = [];
  readonly #producers = new Producers();
  #size = 0;
  /** The offset that the next record gets. */
  end = 0;
  /** Called after each batch that is added, and when the log ends. */
  readonly watchers = new Set<() => void>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads what an earlier run left; a batch that a kill cut short is cut off. */
  load(): void {
    const size = fstatSync(this.#descriptor).size;
    while (this.#size + headerLength <= size) {
      const batch = readHeader(this.#bytes(this.#size, headerLength));
      if (batch.length < headerLength || this.#size + batch.length > size) break;
      this.#add(batch, batch.baseOffset);
    }
    ftruncateSync(this.#descriptor, this.#size);
    this.#producers.forgetOlder();
  }

  /** Stores a checked batch, unless it is there already; answers its base offset. Throws a Refusal. */
  append(bytes: Buffer, batch: Batch): number {
    const repeated = this.#producers.admit(batch);
    if (repeated !== undefined) return repeated;
    const baseOffset = this.end;
    writeSync(this.#descriptor, placed(bytes, baseOffset), 0, bytes.length, this.#size);
    this.#add(batch, baseOffset);
    this.wake();
    return baseOffset;
  }

  /** Bytes from the batch with this offset to the end. Throws a Refusal when the offset is beyond the end. */
  available(offset: number): number {
    if (offset < 0 || offset > this.end) throw new Refusal('OFFSET_OUT_OF_RANGE');
    return this.#size - this.#startOf(this.#indexOf(offset));
  }

  /** Whole batches from the one with this offset on, as many as `most` bytes hold, and one at least if `one` is set. */
  read(offset: number, most: number, one: boolean): Buffer {
    const index = this.#indexOf(offset);
    const start = this.#startOf(index);
    let last = index;
    while (last < this.#places.length && this.#startOf(last + 1) - start <= most) last++;
    if (last === index && one && index < this.#places.length) last++;
    return this.#bytes(start, this.#startOf(last) - start);
  }

  /** The first record that is not older than a time, in milliseconds. */
  since(timestamp: number): RecordTime | undefined {
    const index = this.#places.findIndex(({ maxTimestamp }) => maxTimestamp >= timestamp);
    return index === -1 ? undefined : firstSince(this.#batchAt(index), timestamp);
  }

  /** The newest record by its own time. */
  newest(): RecordTime | undefined {
    let newest = -Infinity;
    for (const { maxTimestamp } of this.#places) newest = Math.max(newest, maxTimestamp);
    return this.since(newest);
  }

  wake(): void {
    for (const watcher of this.watchers) watcher();
  }

  close(): void {
    if (this.#opened !== undefined) closeSync(this.#opened);
    this.#opened = undefined;
  }

  /** Most partitions of a sandbox never see a record: no file is made for those. */
  get #descriptor(): number {
    this.#opened ??= openSync(this.#file, constants.O_RDWR | constants.O_CREAT);
    return this.#opened;
  }

  #add(batch: Batch, baseOffset: number): void {
    this.#places.push({ baseOffset, start: this.#size, maxTimestamp: batch.maxTimestamp });
    this.#producers.remember(batch, baseOffset);
    this.#size += batch.length;
    this.end = baseOffset + batch.lastOffsetDelta + 1;
  }

  /** Which batch has the offset: the last one that does not begin after it. */
  #indexOf(offset: number): number {
    if (offset >= this.end) return this.#places.length;
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.baseOffset ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #startOf(index: number): number {
    return this.#places[index]?.start ?? this.#size;
  }

  #batchAt(index: number): Buffer {
    const start = this.#startOf(index);
    return this.#bytes(start, this.#startOf(index + 1) - start);
  }

  #bytes(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (length > 0) readSync(this.#descriptor, bytes, 0, length, start);
    return bytes;
  }
}
