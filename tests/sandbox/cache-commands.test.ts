import { answers, expect, kinds, test } from './cache.ts';

const wrongType = 'WRONGTYPE Operation against a key holding the wrong kind of value';
const notInteger = 'ERR value is not an integer or out of range';
const syntax = 'ERR syntax error';
const everyByte = Buffer.from(Array.from({ length: 512 }, (_, byte) => byte % 256));

for (const kind of kinds) {
  test.describe(kind, () => {
    test.use({ kind });

    test('strings: set on conditions, read, counted up and taken away', async ({ client }) => {
      const found = await answers(
        client,
        'GET a; SET a 1 XX; SET a 1 NX; SET a 2 nx; SET a 3 XX GET; SET b 4 NX GET; SET b 5 NX GET',
        'INCR a; GETDEL a; GETDEL a; INCR new; SET most 9223372036854775806; INCR most; INCR most',
        'GET most; SET text 01; INCR text; EXISTS b new b none; DEL b new b none',
      );
      expect(found).toEqual([
        ...[null, null, 'OK', null, '1', null, '4', 4, '4', null, 1, 'OK'],
        // The client reads a number of 64 bits as a double.
        ...[
          Number(2n ** 63n - 1n),
          'ERR increment or decrement would overflow',
          '9223372036854775807',
          'OK',
          notInteger,
        ],
        ...[3, 2],
      ]);
    });

    test('what is written wrongly is refused, and nothing is changed', async ({ client }) => {
      const count = (name: string): string => `ERR wrong number of arguments for '${name}' command`;
      const time = (name: string): string => `ERR invalid expire time in '${name}' command`;
      const refusals: Readonly<Record<string, string>> = {
        'SET a': count('set'),
        GET: count('get'),
        'GET a b': count('get'),
        'SET a 1 NX XX': syntax,
        'SET a 1 EX': syntax,
        'SET a 1 EX 5 PX 5': syntax,
        'SET a 1 EX 5 KEEPTTL': syntax,
        'SET a 1 EX 0': time('set'),
        'SET a 1 PX -1': time('set'),
        'SET a 1 EX x': notInteger,
        'SET a 1 EX 9223372036854775807': time('set'),
        'SETEX a 0 1': time('setex'),
        'EXPIRE a 1.5': notInteger,
        'EXPIRE a 9223372036854775807': time('expire'),
        'HSET a field': count('hset'),
        'HSET a field value more': count('hset'),
        'SPOP a -1': 'ERR value is out of range, must be positive',
        'SCAN x': 'ERR invalid cursor',
        'SCAN 0 COUNT 0': syntax,
        'SCAN 0 MATCH': syntax,
        'SCAN 0 COUNT x': notInteger,
        'NONSENSE one two': "ERR unknown command 'NONSENSE', with args beginning with: 'one' 'two' ",
        'CLIENT NONSENSE': "ERR unknown subcommand 'NONSENSE'. Try CLIENT HELP.",
        'CLIENT SETNAME': count('client|setname'),
        'CLIENT SETNAME \u00e9': 'ERR Client names cannot contain spaces, newlines or special characters.',
        'SELECT 1': 'ERR DB index is out of range',
        'SELECT x': notInteger,
      };
      const found: Record<string, unknown> = {};
      for (const command of Object.keys(refusals)) [found[command]] = await answers(client, command);
      expect(found).toEqual(refusals);
      expect(await client.exists('a')).toBe(0);
    });

    test('sets: members are added once, counted, popped, and an empty one is gone', async ({ client }) => {
      const found = await answers(
        client,
        'SADD s a b a; SADD s b c; SCARD s; SISMEMBER s c; SISMEMBER s d; SREM s c d; TYPE s',
        'SMEMBERS none; SPOP none; SPOP none 2; SCARD none',
      );
      expect(found).toEqual([2, 1, 3, 1, 0, 1, 'set', [], null, [], 0]);
      expect((await client.smembers('s')).sort()).toEqual(['a', 'b']);
      const first = await client.spop('s');
      expect([first, ...(await client.spop('s', 5))].sort()).toEqual(['a', 'b']);
      expect(await client.exists('s')).toBe(0);
    });

    test('hashes: fields are set, kept when new ones are wanted, and an empty one is gone', async ({ client }) => {
      const found = await answers(
        client,
        'HSET h a 1 b 2 a 3; HSET h b 4 c 5; HGETALL h; HGET h a; HGET h none; HGET none a',
        'HSETNX h a 6; HSETNX h d 7; HEXISTS h d; HEXISTS h e; HLEN h; HDEL h a b none a; TYPE h',
        'HDEL h c d; EXISTS h; HGETALL h; HLEN h',
      );
      const all = ['a', '3', 'b', '4', 'c', '5'];
      expect(found).toEqual([2, 1, all, '3', null, null, 0, 1, 1, 0, 4, 2, 'hash', 2, 0, [], 0]);
    });

    test('a key of another kind is refused by every family, and SET takes its place', async ({ client }) => {
      await answers(client, 'SET string 1; SADD set 1; HSET hash a 1');
      const commands = [
        ...['GET set', 'GETDEL set', 'INCR set', 'SET set x GET', 'HGETALL set', 'HLEN set', 'HSETNX set a 1'],
        ...['HGET set a', 'HDEL set a', 'HEXISTS set a', 'GET hash', 'SMEMBERS hash', 'SCARD hash', 'SPOP hash'],
        ...['SREM hash a', 'SADD string a', 'SISMEMBER string a', 'HSET string a 1'],
      ];
      expect(await answers(client, ...commands)).toEqual(commands.map(() => wrongType));
      expect(await answers(client, 'SET set x; TYPE set; TYPE hash; TYPE none')).toEqual([
        ...['OK', 'string', 'hash', 'none'],
      ]);
    });

    test('keys, values, members and fields are bytes', async ({ client }) => {
      const key = Buffer.concat([everyByte, Buffer.from('key')]);
      await client.set(key, everyByte);
      expect(await client.getBuffer(key)).toEqual(everyByte);
      await client.sadd('set', everyByte);
      expect(await client.callBuffer('SMEMBERS', 'set')).toEqual([everyByte]);
      await client.hset('hash', everyByte, everyByte);
      expect(await client.callBuffer('HGETALL', 'hash')).toEqual([everyByte, everyByte]);
      expect(await client.callBuffer('SCAN', '0', 'MATCH', Buffer.from('\\\x00\x01*', 'latin1'))).toEqual([
        Buffer.from('0'),
        [key],
      ]);
      const large = Buffer.alloc(3_000_000, everyByte);
      await client.set('large', large);
      expect((await client.getBuffer('large'))?.equals(large)).toBe(true);
    });

    test('full memory refuses what adds to it, and takes again when there is room', async ({ open, connected }) => {
      const client = await connected((await open({ maxBytes: 8_000_000 })).url);
      const value = Buffer.alloc(1_000_000);
      const names = Array.from({ length: 10 }, (_, number) => `large:${String(number)}`);
      const refusal = "OOM command not allowed when used memory > 'maxmemory'.";
      const commands = names.map((name) => ['SET', name, value] as const);
      expect(await answers(client, ...commands)).toContain(refusal);
      expect(await answers(client, ['SADD', 's', value], ['HSET', 'h', 'a', value], 'EXISTS large:0')).toEqual([
        ...[refusal, refusal, 1],
      ]);
      await client.del(...names);
      expect(await client.set('large:0', value)).toBe('OK');
    });
  });
}
