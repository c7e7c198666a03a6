/** A word of the protocol, such as OK; it must hold no line break. */
export class Status {
  constructor(readonly text: string) {}
}

/** A refusal, as Redis words it: the code first. */
export class Failure extends Error {}

/** Text for people; RESP3 marks it as such. */
export class Verbatim {
  constructor(readonly text: string) {}
}

/** Members of a set; an array in RESP2. */
export class Members {
  constructor(readonly list: readonly Buffer[]) {}
}

/** Names with values; a flat array in RESP2. */
export class Pairs {
  constructor(readonly list: readonly (readonly [Buffer | string, Reply])[]) {}
}

/** A transaction that was not carried out: RESP2 has a null of its own for it. */
export const aborted = Symbol('aborted');

/** A string is answered as UTF-8 bytes. */
export type Reply =
  | null
  | typeof aborted
  | number
  | bigint
  | string
  | Buffer
  | Status
  | Failure
  | Verbatim
  | Members
  | Pairs
  | readonly Reply[];

export const ok = new Status('OK');

export type Protocol = 2 | 3;

const lineBreak = Buffer.from('\r\n');

/** The bytes of an answer. */
export function encode(reply: Reply, protocol: Protocol): Buffer {
  const parts: Buffer[] = [];
  write(reply, protocol, parts);
  return Buffer.concat(parts);
}

function write(reply: Reply, protocol: Protocol, parts: Buffer[]): void {
  const line = (text: string): void => {
    parts.push(Buffer.from(`${text}\r\n`));
  };
  const bulk = (type: string, bytes: Buffer): void => {
    line(`${type}${String(bytes.length)}`);
    parts.push(bytes, lineBreak);
  };
  const all = (type: string, length: number, items: readonly Reply[]): void => {
    line(`${type}${String(length)}`);
    for (const item of items) write(item, protocol, parts);
  };
  const resp3 = protocol === 3;
  if (reply === null) line(resp3 ? '_' : '$-1');
  else if (reply === aborted) line(resp3 ? '_' : '*-1');
  else if (typeof reply === 'number' || typeof reply === 'bigint') line(`:${String(reply)}`);
  else if (typeof reply === 'string') bulk('$', Buffer.from(reply));
  else if (Buffer.isBuffer(reply)) bulk('$', reply);
  else if (reply instanceof Status) line(`+${reply.text}`);
  else if (reply instanceof Failure) line(`-${reply.message.replace(/[\r\n]/g, ' ')}`);
  else if (reply instanceof Verbatim) bulk(resp3 ? '=' : '$', Buffer.from(`${resp3 ? 'txt:' : ''}${reply.text}`));
  else if (reply instanceof Members) all(resp3 ? '~' : '*', reply.list.length, reply.list);
  else if (reply instanceof Pairs) {
    const { length } = reply.list;
    all(resp3 ? '%' : '*', resp3 ? length : 2 * length, reply.list.flat());
  } else all('*', reply.length, reply);
}
