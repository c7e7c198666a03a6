import { appendFile, readFile, stat, truncate } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { crc32c } from '../../sandbox/broker/crc32c.ts';
import { DurableMap } from '../../sandbox/broker/durable-map.ts';
import { startBroker } from '../../sandbox/broker/server.ts';
import { expect, test } from './broker.ts';
import { batchOf, RawClient } from './broker-raw.ts';

// What the stand-in alone has: its files. These tests never run on another broker.

test('the checksum is that of the standard', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test('a map on disk has its last values after a kill, without a line that was cut short', async ({ place }) => {
  const file = path.join(place, 'map.jsonl');
  const map = new DurableMap<number>(file);
  map.set('one', 1);
  map.set('two', 2);
  map.set('one', 11);
  map.delete('two');
  // No close: a killed process does not come to that.
  await appendFile(file, '["three", 3');
  const again = new DurableMap<number>(file);
  expect(again.entries()).toEqual([['one', 11]]);
  again.set('four', 4);
  expect(new DurableMap<number>(file).entries()).toEqual([
    ['one', 11],
    ['four', 4],
  ]);
});

test('a map on disk does not grow with its changes', async ({ place }) => {
  const file = path.join(place, 'map.jsonl');
  const map = new DurableMap<number>(file);
  for (let change = 0; change < 5_000; change++) map.set('counter', change);
  expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(1_100);
  expect(new DurableMap<number>(file).get('counter')).toBe(4_999);
});

test('a batch that a kill cut short is cut off, and the next one takes its place', async ({ place }) => {
  const topic = 'cut.short';
  const broker = await startBroker({ host: '127.0.0.1', port: 0, directory: place, topics: [topic] });
  const before = await RawClient.connect(broker.address);
  expect(await before.produce(topic, 0, batchOf(['whole']))).toEqual({ error: 0, baseOffset: 0 });
  expect(await before.produce(topic, 0, batchOf(['cut']))).toEqual({ error: 0, baseOffset: 1 });
  await before.close();
  await broker.stop();

  const logs = path.join(place, 'logs');
  const file = path.join(logs, readdirSync(logs)[0] ?? '', '0.log');
  await truncate(file, (await stat(file)).size - 1);
  await broker.start();
  const after = await RawClient.connect(broker.address);
  expect(await after.produce(topic, 0, batchOf(['next']))).toEqual({ error: 0, baseOffset: 1 });
  await after.close();
  await broker.close();
});
