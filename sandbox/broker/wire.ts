/**
 * Reads the primitive values of the Kafka protocol, big endian. Int64 values come as numbers: offsets, times in milliseconds
 * and producer ids stay below 2^53. Throws a RangeError where the bytes end early.
 */
export class Reader {
  #at = 0;

  constructor(
    readonly bytes: Buffer,
    /** Version of the request that is being read. */
    readonly version = 0,
    /** Whether that version is a flexible one: compact lengths, and tagged fields at the end of each structure. */
    readonly flexible = false,
  ) {}

  /** Bytes that are left. */
  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length < 0 || length > this.left) throw new RangeError(`${String(length)} bytes are not there`);
    return this.bytes.subarray(this.#at, (this.#at += length));
  }

  int8(): number {
    return this.take(1).readInt8();
  }

  int16(): number {
    return this.take(2).readInt16BE();
  }

  int32(): number {
    return this.take(4).readInt32BE();
  }

  int64(): number {
    return Number(this.take(8).readBigInt64BE());
  }

  /** Unsigned, seven bits a byte, the lowest first; at most five bytes. */
  unsigned(): number {
    let value = 0;
    for (let place = 0; place < 5; place++) {
      const byte = this.take(1).readUInt8();
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return value;
    }
    throw new RangeError('a varint of more than five bytes');
  }

  /** Signed (zigzag), as it stands in records; up to 64 bits. */
  varint(): number {
    let value = 0n;
    for (let place = 0n; place < 10n; place++) {
      const byte = this.take(1).readUInt8();
      value |= BigInt(byte & 0x7f) << (7n * place);
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError('a varint of more than ten bytes');
  }

  /** Tagged fields are optional by definition; none is needed here. */
  skipTags(): void {
    for (let count = this.unsigned(); count > 0; count--) {
      this.unsigned();
      this.take(this.unsigned());
    }
  }
}

/** Writes what Reader reads, into a buffer that grows. */
export class Writer {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  constructor(
    readonly version = 0,
    readonly flexible = false,
  ) {}

  /** What was written so far. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  put(bytes: Uint8Array): void {
    this.#room(bytes.length).set(bytes);
  }

  int8(value: number): void {
    this.#room(1).writeInt8(value);
  }

  int16(value: number): void {
    this.#room(2).writeInt16BE(value);
  }

  int32(value: number): void {
    this.#room(4).writeInt32BE(value);
  }

  int64(value: number): void {
    this.#room(8).writeBigInt64BE(BigInt(value));
  }

  unsigned(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#room(1).writeUInt8((rest % 128) | 0x80);
    this.#room(1).writeUInt8(rest);
  }

  #room(length: number): Buffer {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    return this.#bytes.subarray(start, this.#length);
  }
}
