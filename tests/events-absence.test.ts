import { Consumer } from '@platformatic/kafka';
import { expect, orders, parcels, refusal, test } from './suite/kafka.ts';

test('absence is proved by what came later, on every partition, without waiting', async ({ events }) => {
  await events.follow(orders);
  const wrong = ({ data }: { data: { order: string } }): boolean => data.order === 'wrong';
  const marker = await events.publish(orders, { order: 'marker', items: 1 });
  const started = performance.now();
  await events.none(orders, wrong, marker);
  expect(performance.now() - started).toBeLessThan(3_000);

  const found = await events.publish(orders, { order: 'wrong', items: 1 });
  const later = await events.publish(orders, { order: 'marker', items: 2 });
  expect(await refusal(events.none(orders, wrong, later))).toContain(
    `orders.placed.v1: expected no record, found at partition ${String(found.partition)}, offset ${String(found.offset)}: {`,
  );
});

test('a marker on another topic proves absence as well', async ({ events }) => {
  await events.follow(orders, parcels);
  for (let item = 1; item <= 50; item += 1)
    await events.publish(orders, { order: `many-${String(item)}`, items: item });
  await events.publish(orders, { order: 'wrong', items: 1 });
  const marker = await events.publish(parcels, { order: 'marker' });
  expect(await refusal(events.none(orders, ({ data }) => data.order === 'wrong', marker))).toContain(
    'expected no record',
  );
  await events.none(orders, ({ data }) => data.order === 'other', marker);
});

test('what is stored and not read yet is waited for', async ({ events }) => {
  const read = Reflect.get(Consumer.prototype, 'fetch') as (...args: unknown[]) => unknown;
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  Reflect.set(Consumer.prototype, 'fetch', async function (this: Consumer, ...args: unknown[]) {
    await gate;
    return read.apply(this, args);
  });
  try {
    await events.follow(orders, parcels);
    await events.publish(orders, { order: 'wrong', items: 1 });
    const marker = await events.publish(parcels, { order: 'marker' });
    const refused = refusal(events.none(orders, ({ data }) => data.order === 'wrong', marker));
    // By this time one that did not wait would have answered.
    await events.committed('group', orders);
    release();
    expect(await refused).toContain('expected no record');
  } finally {
    release();
    Reflect.set(Consumer.prototype, 'fetch', read);
  }
});

test('a marker that is nowhere proves nothing', async ({ open }) => {
  const events = open({ eventPatience: 300 });
  await events.follow(orders);
  const { partition, offset } = await events.publish(orders, { order: 'a', items: 1 });
  const nowhere = { topic: orders.name, partition, offset: offset + 1 };
  expect(await refusal(events.none(orders, () => false, nowhere))).toContain(
    'what was published before has not come within 300 ms',
  );
});

test('doubles and broken ones are among all that match', async ({ events }) => {
  await events.follow(orders);
  const first = await events.publish(orders, { order: 'a', items: 1 });
  const marker = await events.publishRaw(orders, first.value, first.key);
  const all = await events.all(orders, ({ event_id }) => event_id === first.eventId, marker);
  expect(all.map(({ offset }) => offset)).toEqual([first.offset, marker.offset]);
  await events.publish(orders, { order: 'a', items: -1 }, { envelope: { event_id: first.eventId } });
  const last = await events.publish(orders, { order: 'b', items: 1 });
  expect(await refusal(events.all(orders, ({ event_id }) => event_id === first.eventId, last))).toContain('data.items');
});

test('a group has processed a record when it has committed an offset beyond it', async ({ events, service }) => {
  const group = 'orders-group-v1.0';
  const first = await events.publish(orders, { order: 'a', items: 1 });
  expect(await events.committed(group, orders)).toEqual(new Map());
  const text = await refusal(events.processed(group, first, { timeout: 300 }));
  expect(text).toContain(
    `orders.placed.v1: group ${group} has not got over partition ${String(first.partition)}, ` +
      `offset ${String(first.offset)} within 300 ms: it has committed nothing there`,
  );

  const stop = await service(group, orders.name);
  await events.processed(group, first);
  expect(await events.committed(group, orders)).toEqual(new Map([[first.partition, first.offset + 1]]));
  await stop();
  const second = await events.publish(orders, { order: 'a', items: 2 });
  expect(await refusal(events.processed(group, second, { timeout: 300 }))).toContain(
    `it has committed ${String(second.offset)}`,
  );
  await service(group, orders.name);
  await events.processed(group, second);
});

test('reading leaves no group and moves no offset', async ({ events, service, admin }) => {
  const group = 'orders-group-v1.0';
  const first = await events.publish(orders, { order: 'a', items: 1 });
  const stop = await service(group, orders.name);
  await events.processed(group, first);
  await stop();
  await events.follow(orders, parcels);
  await events.publish(parcels, { order: 'a' });
  await events.next(parcels, () => true);
  await events.close();
  expect([...(await admin.listGroups()).keys()]).toEqual([group]);
  expect(await events.committed(group, orders)).toEqual(new Map([[first.partition, first.offset + 1]]));
});
