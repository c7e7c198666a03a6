/** Bytes that are no request; the connection ends after the answer, as nobody knows where the next one begins. */
export class ProtocolError extends Error {}

/** Largest argument in bytes. Redis takes 512 MB; everything is held in memory here. */
const largestBulk = 64 * 1024 * 1024;
const mostArguments = 1024 * 1024;
const longestLine = 64 * 1024;

/** Cuts what a connection sends into requests: lists of arguments, the command first. */
export class RequestReader {
  readonly #chunks: Buffer[] = [];
  #size = 0;
  /** With fewer bytes nothing new is complete. */
  #needed = 1;
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;
  /** Of the request that is being read. */
  #expected = 0;
  #arguments: Buffer[] = [];
  #bulk: number | undefined;

  /** The requests that this chunk completes, in order. Throws ProtocolError after the last good one. */
  *read(chunk: Buffer): Generator<Buffer[]> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    this.#buffer = Buffer.concat(this.#chunks);
    this.#offset = 0;
    while (this.#step()) {
      if (this.#arguments.length < this.#expected || this.#bulk !== undefined) continue;
      const request = this.#arguments;
      this.#arguments = [];
      this.#expected = 0;
      if (request.length > 0) yield request;
    }
    const rest = this.#buffer.subarray(this.#offset);
    this.#chunks.splice(0, this.#chunks.length, rest);
    this.#size = rest.length;
  }

  /** Takes the next line or argument; false when it is not complete. */
  #step(): boolean {
    if (this.#bulk !== undefined) return this.#takeBulk(this.#bulk);
    const inside = this.#expected > 0;
    const line = this.#takeLine(inside ? 'bulk count string' : 'mbulk count string');
    if (line === undefined) return false;
    if (inside) {
      if (!line.startsWith('$')) throw new ProtocolError(`expected '$', got '${line.charAt(0)}'`);
      this.#bulk = numberIn(line, 'bulk', 0, largestBulk);
    } else if (line.startsWith('*')) {
      this.#expected = Math.max(0, numberIn(line, 'multibulk', -mostArguments, mostArguments));
    } else {
      this.#arguments = line.split(/\s+/).flatMap((word) => (word === '' ? [] : [Buffer.from(word, 'latin1')]));
    }
    return true;
  }

  #takeBulk(length: number): boolean {
    this.#needed = length + 2;
    if (this.#buffer.length - this.#offset < this.#needed) return false;
    // A copy: a small value must not keep the large chunk that it came in.
    this.#arguments.push(Buffer.from(this.#buffer.subarray(this.#offset, this.#offset + length)));
    this.#offset += length + 2;
    this.#bulk = undefined;
    return true;
  }

  #takeLine(name: string): string | undefined {
    const end = this.#buffer.indexOf(10, this.#offset);
    const length = (end < 0 ? this.#buffer.length : end) - this.#offset;
    if (length > longestLine) {
      const counts = name === 'bulk count string' || this.#buffer[this.#offset] === 42;
      throw new ProtocolError(`too big ${counts ? name : 'inline request'}`);
    }
    if (end < 0) {
      this.#needed = length + 1;
      return undefined;
    }
    const line = this.#buffer.toString('latin1', this.#offset, end);
    this.#offset = end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}

function numberIn(line: string, name: string, least: number, most: number): number {
  const text = line.slice(1);
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < least || value > most) throw new ProtocolError(`invalid ${name} length`);
  return value;
}
