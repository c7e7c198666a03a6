import { answers, expect, kinds, test } from './cache.ts';

const wrongType = 'WRONGTYPE Operation against a key holding the wrong kind of value';

for (const kind of kinds) {
  test.describe(kind, () => {
    test.use({ kind });

    test('of several connections that claim a key at once, exactly one gets it', async ({ client, connected }) => {
      const others = await Promise.all(Array.from({ length: 8 }, () => connected()));
      for (let round = 0; round < 30; round += 1) {
        const key = `claim:${String(round)}`;
        const claims = await Promise.all(others.map((other, number) => other.set(key, number, 'EX', 300, 'NX')));
        const winners = claims.flatMap((claim, number) => (claim === 'OK' ? [String(number)] : []));
        expect(winners).toHaveLength(1);
        expect(await client.get(key)).toBe(winners[0]);
      }
    });

    test('a set that several connections pop gives each member away once', async ({ client, connected }) => {
      const members = Array.from({ length: 40 }, (_, number) => String(number));
      await client.sadd('slots', ...members);
      const others = await Promise.all(Array.from({ length: 4 }, () => connected()));
      const popped = await Promise.all(members.map((_, turn) => (others[turn % 4] ?? client).spop('slots')));
      expect(popped.map(Number).sort((left, right) => left - right)).toEqual(members.map(Number));
    });

    test('a transaction is carried out as one, and a refused part leaves the others', async ({ client }) => {
      expect(await answers(client, 'MULTI; SET a 1; SADD a x; INCR a; EXEC; GET a')).toEqual([
        'OK',
        'QUEUED',
        'QUEUED',
        'QUEUED',
        ['OK', expect.objectContaining({ message: wrongType }), 2],
        '2',
      ]);
    });

    test('what cannot be queued discards the transaction', async ({ client }) => {
      const found = await answers(
        client,
        'MULTI; SET a 1; GET; EXEC; GET a; MULTI; SET a 1; DISCARD; GET a; EXEC; DISCARD; MULTI; MULTI',
        'EXEC; MULTI; WATCH a; EXEC',
      );
      const discarded = 'EXECABORT Transaction discarded because of previous errors.';
      expect(found).toEqual([
        ...['OK', 'QUEUED', "ERR wrong number of arguments for 'get' command", discarded, null],
        ...['OK', 'QUEUED', 'OK', null],
        ...['ERR EXEC without MULTI', 'ERR DISCARD without MULTI', 'OK', 'ERR MULTI calls can not be nested', []],
        ...['OK', 'ERR WATCH inside MULTI is not allowed', []],
      ]);
    });

    for (const { change, kept } of [
      { change: 'SET a 2', kept: '2' },
      { change: 'DEL a', kept: null },
      { change: 'EXPIRE a 100', kept: '1' },
      { change: 'SET b 2; DEL b', kept: '1' },
      { change: 'SADD set x', kept: '1' },
    ]) {
      test(`a watched key that another changes stops the transaction: ${change}`, async ({ client, connected }) => {
        const other = await connected();
        await answers(client, 'SET a 1; SADD set a; WATCH a b set; MULTI; SET a 3');
        await answers(other, change);
        expect(await answers(client, 'EXEC; GET a')).toEqual([null, kept]);
        // It watches no longer.
        expect(await answers(client, 'MULTI; SET a 4; EXEC')).toEqual(['OK', 'QUEUED', ['OK']]);
      });
    }

    test('what another only reads, or changes elsewhere, stops no transaction', async ({ client, connected }) => {
      const other = await connected();
      await answers(client, 'SET a 1; WATCH a none; MULTI; SET a 2');
      await answers(other, 'GET a; SET b 1; DEL none; SET a 5 NX');
      expect(await answers(client, 'EXEC; GET a')).toEqual([['OK'], '2']);
    });

    test('a watched key that expires stops the transaction', async ({ client, connected }) => {
      const other = await connected();
      await answers(client, 'SET a 1 PX 50; WATCH a; MULTI; SET b 1');
      await expect.poll(() => other.exists('a')).toBe(0);
      expect(await answers(client, 'EXEC; GET b')).toEqual([null, null]);
    });

    test('the null of a transaction has a spelling of its own', async ({ exchange }) => {
      const commands = ['WATCH a', 'SET a 1', 'MULTI', 'EXEC', 'QUIT'];
      const request = commands.map((command) => `${command}\r\n`).join('');
      expect(await exchange([request])).toBe('+OK\r\n+OK\r\n+OK\r\n*-1\r\n+OK\r\n');
    });

    for (const { option, value } of [
      { option: 'PX', value: () => 200 },
      { option: 'PXAT', value: () => Date.now() + 200 },
    ]) {
      test(`a key lives exactly as long as it was given by ${option}`, async ({ client }) => {
        const before = performance.now();
        await client.call('SET', 'short', 'x', option, value());
        const seen: number[] = [];
        const look = async (): Promise<number> => {
          const left = await client.pttl('short');
          seen.push(left);
          return left;
        };
        await expect.poll(look, { intervals: [5] }).toBe(-2);
        // Two clocks, of which one counts whole milliseconds.
        expect(performance.now() - before).toBeGreaterThanOrEqual(199);
        expect(Math.max(...seen)).toBeLessThanOrEqual(200);
        expect(seen.slice(0, -1).filter((left) => left < 0)).toEqual([]);
        expect(await client.get('short')).toBeNull();
      });
    }

    test('times to live are set, kept, dropped and told', async ({ client }) => {
      const hundredYears = 3_155_760_000;
      const found = await answers(
        client,
        'SET a 1 EX 100; TTL a; SET a 2 KEEPTTL; TTL a; INCR a; TTL a; SET a 3; TTL a; EXPIRE a 50',
        'TTL a; PERSIST a; PERSIST a; TTL a; PEXPIRE a 70000; TTL a; SETEX b 300 x; TTL b',
        ['EXPIRE', 'b', hundredYears],
        'TTL b; EXPIRE b -1; EXISTS b; EXPIRE b 5; TTL none; PTTL none; PTTL c; PERSIST none; SADD s x',
        'EXPIRE s 80; SADD s y; TTL s; SET past 1 EXAT 1; GET past; SET a 5 XX EX 9; SET a 6 NX EX 90',
        'TTL a',
      );
      expect(found).toEqual([
        ...['OK', 100, 'OK', 100, 3, 100, 'OK', -1, 1, 50, 1, 0, -1, 1, 70, 'OK', 300, 1, hundredYears, 1, 0, 0],
        ...[-2, -2, -2, 0, 1, 1, 1, 80, 'OK', null, 'OK', null, 9],
      ]);
    });
  });
}
