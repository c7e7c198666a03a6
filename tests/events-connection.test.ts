import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { MultipleErrors, ProtocolError } from '@platformatic/kafka';
import { KafkaConnection } from '../helpers/events/connection.ts';
import { expect, orders, parcels, password, refusal, test as base } from './suite/kafka.ts';
import { refuseAll } from './suite/sasl.ts';

const test = base.extend<{
  /** The address of a server that does this with each connection. */
  serve: (each: (socket: Socket) => void) => Promise<string>;
}>({
  serve: async ({}, use) => {
    const servers: Server[] = [];
    const sockets: Socket[] = [];
    await use(async (each) => {
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => undefined);
        each(socket);
      }).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    });
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  },
});

const tcpSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

test('nothing is connected before the first use, and nothing is left after the end', async ({ open, serve }) => {
  let connections = 0;
  const unused = open({ brokers: [await serve(() => (connections += 1))] });
  await unused.close();
  expect(connections).toBe(0);

  const before = tcpSockets();
  const events = open();
  await events.follow(orders, parcels);
  await events.publish(orders, { order: 'a', items: 1 });
  await events.next(orders, () => true);
  expect(tcpSockets()).toBeGreaterThan(before);
  await events.close();
  await expect.poll(tcpSockets).toBeLessThanOrEqual(before);
});

test('after an outage reading and publishing go on, and nothing is lost', async ({ open, events, broker }) => {
  await events.follow(orders);
  const first = await events.publish(orders, { order: 'a', items: 1 });
  await events.next(orders, () => true);
  await broker.stop();
  const text = await refusal(events.next(orders, () => false, { timeout: 1_000 }));
  expect(text).toMatch(/within 1000 ms; 1 others came .*; its reader cannot read: .*ECONNREFUSED/);
  expect(await refusal(events.publish(orders, { order: 'a', items: 2 }))).toContain('ECONNREFUSED');
  expect(await refusal(events.processed('group', first, { timeout: 300 }))).toContain('ECONNREFUSED');

  await broker.start();
  const other = await open().publish(orders, { order: 'a', items: 3 });
  const found = await events.next(orders, ({ data }) => data.items === 3);
  expect(found).toMatchObject({ partition: other.partition, offset: first.offset + 1 });
  expect((await events.publish(orders, { order: 'a', items: 4 })).offset).toBe(first.offset + 2);
});

test('a Kafka that cannot be reached is named with topic, test and what to do', async ({ open }) => {
  const events = open({ brokers: ['127.0.0.1:1'] });
  const what = 'ECONNREFUSED 127.0.0.1:1; is it up, and can it be reached from here?';
  const place = 'is named with topic, test and what to do';
  for (const [act, doing] of [
    [() => events.follow(orders), 'ends of orders.placed.v1'],
    [() => events.publish(orders, { order: 'a', items: 1 }), 'publish to orders.placed.v1'],
    [() => events.committed('group', orders), 'offsets of group on orders.placed.v1'],
  ] as const) {
    const text = await refusal(act());
    expect(text).toContain(`Kafka 127.0.0.1:1, ${doing}: `);
    expect(text).toContain(what);
    expect(text).toContain(place);
  }
  const unknown = open({ brokers: ['kafka.invalid:9092'] });
  expect(await refusal(unknown.follow(orders))).toMatch(/(ENOTFOUND|EAI_AGAIN).*; is it up, and can it be reached/);
});

test('a topic that is not there is named, and is not made', async ({ events, admin }) => {
  const missing = { ...orders, name: 'orders.lost.v1' };
  const advice = 'it does not exist there: was it created, is its name right?';
  for (const act of [
    () => events.follow(missing),
    () => events.publish(missing, { order: 'a', items: 1 }),
    () => events.committed('group', missing),
  ]) {
    const text = await refusal(act());
    expect(text).toContain('orders.lost.v1');
    expect(text).toContain(advice);
  }
  expect(await admin.listTopics()).not.toContain(missing.name);
});

test('while Kafka says that another broker takes over it is asked again, in time, and after nothing else', async () => {
  const settings = { brokers: ['127.0.0.1:1'], ssl: false, clientId: 'test_run_', writes: false, patience: 400 };
  const connection = new KafkaConnection(settings, (text) => text);
  const moving = new MultipleErrors('It failed.', [new ProtocolError('NOT_LEADER_OR_FOLLOWER')]);
  let calls = 0;
  const failing = (times: number, error: Error) => (): Promise<string> =>
    ++calls > times ? Promise.resolve('done') : Promise.reject(error);
  expect(await connection.guarded('asking', failing(2, moving))).toBe('done');
  expect(calls).toBe(3);
  expect(await refusal(connection.guarded('asking', failing(Infinity, moving)))).toContain('NOT_LEADER_OR_FOLLOWER');
  calls = 0;
  const other = new MultipleErrors('It failed.', [new ProtocolError('NOT_ENOUGH_REPLICAS_AFTER_APPEND')]);
  expect(await refusal(connection.guarded('asking', failing(1, other)))).toContain('NOT_ENOUGH_REPLICAS_AFTER_APPEND');
  expect(calls).toBe(1);
});

test('a server that never answers ends every call in time', async ({ open, serve }) => {
  for (const ssl of [false, true]) {
    const address = await serve(() => undefined);
    const events = open({ brokers: [address], ssl, patience: 300 });
    for (const act of [
      () => events.follow(orders),
      () => events.publish(orders, { order: 'a', items: 1 }),
      () => events.committed('group', orders),
    ]) {
      const started = performance.now();
      const text = await refusal(act());
      expect(text).toContain(`Kafka ${address}, `);
      expect(text).toContain('; is it up, does a firewall stand between, are TLS and SASL set');
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  }
});

test('with TLS it speaks TLS from the first byte, and says so where the server does not', async ({ open, serve }) => {
  const first: number[] = [];
  const address = await serve((socket) =>
    socket.once('data', (chunk) => {
      first.push(chunk[0] ?? -1);
      socket.end('no TLS here, just some text');
    }),
  );
  const text = await refusal(open({ brokers: [address], ssl: true }).follow(orders));
  expect(text).toContain('; does this port speak TLS, with a certificate that is trusted here?');
  // A handshake record of TLS.
  expect(first).toEqual([0x16]);
});

test('a user and password are sent as the mechanism wants them, and a refusal shows neither', async ({
  open,
  serve,
}) => {
  const sent: string[] = [];
  const words = `No user with the password ${password}`;
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
    const address = await serve((socket) => {
      refuseAll(socket, mechanism, words, (credentials) => sent.push(credentials));
    });
    const events = open({ brokers: [address], sasl: { mechanism, username: 'qa', password } });
    const text = await refusal(events.follow(orders));
    expect(text).toContain(': SASL_AUTHENTICATION_FAILED: No user with the password [redacted]');
    expect(text).toContain('; are mechanism, user and password right, and does this port ask for them?');
  }
  expect(sent).toHaveLength(3);
  expect(sent[0]).toContain(`\0qa\0${password}`);
  expect(sent[1]).toContain('n,,n=qa,r=');
  expect(sent[2]).toContain('n,,n=qa,r=');
});

test('where nothing may be published nothing is sent', async ({ open, admin }) => {
  const events = open({ writes: false });
  expect(await refusal(events.publish(orders, { order: 'a', items: 1 }))).toContain(
    'publish to orders.placed.v1: nothing may be published here, nothing was sent',
  );
  expect(await refusal(events.publishRaw(orders, Buffer.from('{}')))).toContain('nothing was sent');
  const partitions = [0, 1, 2].map((partitionIndex) => ({ partitionIndex, timestamp: -1n }));
  const [listed] = await admin.listOffsets({ topics: [{ name: orders.name, partitions }] });
  expect(listed?.partitions.map(({ offset }) => offset)).toEqual([0n, 0n, 0n]);
});
