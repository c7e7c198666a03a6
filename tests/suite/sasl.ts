import type { Socket } from 'node:net';

const int16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

/** Ids of requests. Source: Kafka protocol guide. */
const saslHandshake = 17;
const saslAuthenticate = 36;
const authenticationFailed = 58;

/**
 * A broker that offers one way to authenticate and refuses everybody: answers what it was sent, each time that it is sent some. Short
 * requests come in one piece.
 */
export function refuseAll(socket: Socket, mechanism: string, words: string, sent: (credentials: string) => void): void {
  socket.on('data', (request: Buffer) => {
    const key = request.readInt16BE(4);
    const correlation = request.subarray(8, 12);
    let answer: Buffer;
    if (key === saslHandshake) {
      answer = Buffer.concat([correlation, int16(0), Buffer.from([0, 0, 0, 1]), text(mechanism)]);
    } else if (key === saslAuthenticate) {
      sent(request.subarray(12).toString('latin1'));
      const message = Buffer.concat([Buffer.from([words.length + 1]), Buffer.from(words)]);
      // No tagged fields, the code, words, no bytes, no lifetime, no tagged fields.
      answer = Buffer.concat([
        correlation,
        Buffer.from([0]),
        int16(authenticationFailed),
        message,
        Buffer.from([1]),
        Buffer.alloc(9),
      ]);
    } else {
      throw new Error(`A request ${String(key)} before it has authenticated`);
    }
    const size = Buffer.alloc(4);
    size.writeInt32BE(answer.length);
    socket.write(Buffer.concat([size, answer]));
  });
}
