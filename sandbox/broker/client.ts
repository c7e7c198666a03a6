import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { errors } from './errors.ts';
import {
  array,
  boolean,
  int16,
  int32,
  int64,
  nullableArray,
  nullableString,
  string,
  struct,
  throttle,
  type Type,
} from './schema.ts';
import { Reader, Writer } from './wire.ts';

/** Milliseconds for one question. */
const patience = 30_000;

interface Place {
  host: string;
  port: number;
}

/** Sends one request of a version without tagged fields, and reads the answer. */
async function ask<Q, A>(
  place: Place,
  api: { key: number; version: number; request: Type<Q>; answer: Type<A> },
  value: Q,
): Promise<A> {
  const request = new Writer(api.version);
  request.int32(0);
  request.int16(api.key);
  request.int16(api.version);
  request.int32(0);
  nullableString.write(request, 'sandbox');
  api.request.write(request, value);
  request.bytes.writeInt32BE(request.bytes.length - 4);
  const socket = connect(place.port, place.host);
  try {
    await once(socket, 'connect');
    socket.setTimeout(patience, () => socket.destroy(new Error('no answer in time')));
    socket.write(request.bytes);
    let received = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE()) {
        return api.answer.read(new Reader(received.subarray(8), api.version));
      }
    }
    throw new Error('the connection ended without an answer');
  } finally {
    socket.destroy();
  }
}

const metadata = {
  key: 3,
  version: 1,
  request: struct({ topics: nullableArray(string) }),
  answer: struct({
    nodes: array(struct({ id: int32, host: string, port: int32, rack: nullableString })),
    controller: int32,
    topics: array(
      struct({
        error: int16,
        name: string,
        internal: boolean,
        partitions: array(
          struct({ error: int16, index: int32, leader: int32, replicas: array(int32), inSync: array(int32) }),
        ),
      }),
    ),
  }),
};

/** Whether a broker that knows itself answers there. */
export async function answersAt(host: string, port: number): Promise<boolean> {
  try {
    return (await ask({ host, port }, metadata, { topics: [] })).nodes.length > 0;
  } catch {
    return false;
  }
}

const creation = {
  key: 19,
  version: 4,
  request: struct({
    topics: array(
      struct({
        name: string,
        partitions: int32,
        replicas: int16,
        assignments: array(int32),
        configs: array(int32),
      }),
    ),
    timeout: int32,
    validateOnly: boolean,
  }),
  answer: struct({
    throttle: throttle(2),
    topics: array(struct({ name: string, error: int16, message: nullableString })),
  }),
};

const ends = {
  key: 2,
  version: 1,
  request: struct({
    replica: int32,
    topics: array(struct({ name: string, partitions: array(struct({ index: int32, timestamp: int64 })) })),
  }),
  answer: struct({
    topics: array(
      struct({
        name: string,
        partitions: array(struct({ index: int32, error: int16, timestamp: int64, offset: int64 })),
      }),
    ),
  }),
};

/** Whether every partition can be used: Apache Kafka tells of a topic before its leader knows that it leads. */
async function areUsable(place: Place, names: readonly string[]): Promise<boolean> {
  const { nodes, topics } = await ask(place, metadata, { topics: [...names] });
  const all = topics.flatMap(({ error, partitions }) => [error, ...partitions.map((partition) => partition.error)]);
  if (all.some((error) => error !== errors.NONE)) return false;
  // Among several nodes this one does not lead all.
  if (nodes.length > 1) return true;
  const wanted = topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ index }) => ({ index, timestamp: -1 })),
  }));
  const answer = await ask(place, ends, { replica: -1, topics: wanted });
  return answer.topics.every(({ partitions }) => partitions.every(({ error }) => error === errors.NONE));
}

/** Creates those that are not there; -1 stands for the broker's own number of partitions. They can be used at once. Throws one clear line. */
export async function createTopics(
  host: string,
  port: number,
  names: readonly string[],
  partitions = -1,
): Promise<void> {
  const topics = names.map((name) => ({ name, partitions, replicas: -1, assignments: [], configs: [] }));
  const answer = await ask({ host, port }, creation, { topics, timeout: patience, validateOnly: false });
  const fine: number[] = [errors.NONE, errors.TOPIC_ALREADY_EXISTS];
  const failed = answer.topics.find(({ error }) => !fine.includes(error));
  if (failed !== undefined) {
    throw new Error(`Kafka does not create ${failed.name}: ${failed.message ?? `error ${String(failed.error)}`}`);
  }
  const end = performance.now() + patience;
  while (!(await areUsable({ host, port }, names))) {
    if (performance.now() > end)
      throw new Error(`Kafka on ${host}:${String(port)} has no leader for ${names.join(', ')}`);
    await pause(100);
  }
}
