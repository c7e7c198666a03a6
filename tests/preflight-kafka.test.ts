import { createRedaction } from '../helpers/http/redaction.ts';
import { kafkaCheck } from '../helpers/preflight/kafka.ts';
import { expect, orders, parcels, refusal, test } from './suite/kafka.ts';

const scope = { redact: createRedaction([]), prefix: 'test_run_' };
const names = [orders.name, parcels.name];

test('a Kafka that shows all topics is fine', async ({ broker }) => {
  const place = { brokers: [broker.address], ssl: false, patience: 5_000 };

  await kafkaCheck(place, names, scope).look(true);
});

test('topics that are not shown are named, and none is made by asking', async ({ broker, admin }) => {
  const place = { brokers: [broker.address], ssl: false, patience: 5_000 };
  const others = ['shop.closed.v1', 'shop.opened.v1'];

  const text = await refusal(kafkaCheck(place, [...names, ...others], scope).look(true));

  expect(text).toContain('it shows no topic shop.closed.v1, shop.opened.v1: does it serve this system');
  expect(await admin.listTopics()).not.toEqual(expect.arrayContaining(others));
});

test('a Kafka that cannot be reached is told with what to do', async () => {
  const place = { brokers: ['127.0.0.1:1'], ssl: false, patience: 1_000 };

  expect(await refusal(kafkaCheck(place, names, scope).look(false))).toContain('is it up, and can it be reached');
});
