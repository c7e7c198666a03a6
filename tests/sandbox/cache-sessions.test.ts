import { answers, expect, kinds, test } from './cache.ts';

const outside = 'NOAUTH Authentication required.';
const wrong = 'WRONGPASS invalid username-password pair or user is disabled.';

for (const kind of kinds) {
  test.describe(kind, () => {
    test.use({ kind });

    test('without the password nothing is answered, with it everything', async ({ open, connected }) => {
      const { url } = await open({ password: 'pass word/@:"' });
      const address = url.replace(/\/\/.*@/, '//');
      expect(url).not.toBe(address);
      const client = await connected(address, { silent: true });
      expect(
        await answers(
          client,
          'GET a; PING; GET; MULTI; AUTH wrong',
          ['AUTH', 'someone', 'pass word/@:"'],
          'GET a',
          ['AUTH', 'default', 'pass word/@:"'],
          'GET a; AUTH wrong; GET a',
        ),
      ).toEqual([
        ...[outside, outside, "ERR wrong number of arguments for 'get' command", outside, wrong, wrong, outside],
        ...['OK', null, wrong, null],
      ]);
      for (const protocol of [2, 3] as const) expect(await (await connected(url, { protocol })).ping()).toBe('PONG');
    });

    test('a password that nobody asked for', async ({ client }) => {
      expect(await answers(client, 'AUTH x; AUTH default x; AUTH other x')).toEqual([
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
        'OK',
        wrong,
      ]);
    });

    test('HELLO changes protocol and name together, or nothing', async ({ exchange }) => {
      const hello = (words: string): string => `HELLO ${words}\r\nGET none\r\nQUIT\r\n`;
      expect(await exchange([hello('4')])).toBe('-NOPROTO unsupported protocol version\r\n$-1\r\n+OK\r\n');
      expect(await exchange([hello('x')])).toBe(
        '-ERR Protocol version is not an integer or out of range\r\n$-1\r\n+OK\r\n',
      );
      expect(await exchange([hello('3 AUTH other x')])).toBe(`-${wrong}\r\n$-1\r\n+OK\r\n`);
      expect(await exchange([hello('3 NONSENSE')])).toBe(
        "-ERR Syntax error in HELLO option 'NONSENSE'\r\n$-1\r\n+OK\r\n",
      );
      expect(await exchange([hello('2')])).toMatch(
        /^\*14\r\n\$6\r\nserver\r\n\$5\r\nredis\r\n.*proto\r\n:2\r\n.*\$-1\r\n\+OK\r\n$/s,
      );
      expect(await exchange([hello('3')])).toMatch(
        /^%7\r\n\$6\r\nserver\r\n.*proto\r\n:3\r\n.*modules\r\n\*0\r\n_\r\n\+OK\r\n$/s,
      );
    });

    test('RESP3 has types of its own, RESP2 has not', async ({ exchange }) => {
      const commands = ['SADD s a', 'HSET h f v', 'SMEMBERS s', 'HGETALL h', 'SPOP s 1', 'SPOP s', 'QUIT'];
      const request = commands.map((command) => `${command}\r\n`).join('');
      const member = '1\r\n$1\r\na\r\n';
      const field = '$1\r\nf\r\n$1\r\nv\r\n';
      expect(await exchange([request])).toBe(`:1\r\n:1\r\n*${member}*2\r\n${field}*${member}$-1\r\n+OK\r\n`);
      const [, answer] = (await exchange([`DEL h\r\nHELLO 3\r\n${request}`])).split('modules\r\n*0\r\n');
      expect(answer).toBe(`:1\r\n:1\r\n~${member}%1\r\n${field}~${member}_\r\n+OK\r\n`);
    });

    test('requests in one piece, and in pieces of one byte, are answered in order', async ({ exchange }) => {
      const value = 'v\r\n$1\r\n';
      const set = `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${String(value.length)}\r\n${value}\r\n`;
      const request = `${set}*2\r\n$3\r\nGET\r\n$1\r\nk\r\n\r\nPING\r\n*0\r\n*1\r\n$4\r\nQUIT\r\n`;
      const answer = `+OK\r\n$${String(value.length)}\r\n${value}\r\n+PONG\r\n+OK\r\n`;
      expect(await exchange([request])).toBe(answer);
      expect(await exchange(request.split(/(?<=.)/s))).toBe(answer);
    });

    for (const { bytes, refusal } of [
      { bytes: 'PING\r\n*1\r\n+PING\r\n', refusal: "expected '$', got '+'" },
      { bytes: 'PING\r\n*x\r\n', refusal: 'invalid multibulk length' },
      { bytes: 'PING\r\n*99999999999\r\n', refusal: 'invalid multibulk length' },
      { bytes: 'PING\r\n*1\r\n$-5\r\n', refusal: 'invalid bulk length' },
      { bytes: 'PING\r\n*1\r\n$9999999999\r\n', refusal: 'invalid bulk length' },
      { bytes: `PING\r\n${'x'.repeat(70_000)}`, refusal: 'too big inline request' },
      { bytes: `PING\r\n*${'1'.repeat(70_000)}`, refusal: 'too big mbulk count string' },
    ]) {
      test(`bytes that are no request end the connection: ${refusal}, ${JSON.stringify(bytes.slice(6, 16))}`, async ({
        exchange,
      }) => {
        expect(await exchange([bytes])).toBe(`+PONG\r\n-ERR Protocol error: ${refusal}\r\n`);
      });
    }

    test('many answers reach a client that reads them late', async ({ client }) => {
      const value = 'x'.repeat(100_000);
      await client.set('large', value);
      const found = await Promise.all(Array.from({ length: 200 }, () => client.get('large')));
      expect(found.filter((text) => text === value)).toHaveLength(200);
    });

    test('connections are listed by name, with their last command, and are gone when they end', async ({
      client,
      connected,
    }) => {
      const named = await connected(undefined, { connectionName: 'somebody' });
      await named.get('a');
      const id = await named.client('ID');
      const list = async (): Promise<string> => (await client.call('CLIENT', 'LIST')) as string;
      expect(await list()).toMatch(new RegExp(`^id=${String(id)} .*\\bname=somebody .*\\bcmd=client\\|id\\b`, 'm'));
      named.disconnect();
      await expect.poll(list).not.toContain('somebody');
      expect((await list()).trim().split('\n')).toHaveLength(1);
    });

    test('INFO tells the version and what is loaded, by section too', async ({ client }) => {
      const all = await client.info();
      expect(all).toMatch(/^redis_version:\d+\.\d+\.\d+\r$/m);
      expect(all).toMatch(/^loading:0\r$/m);
      expect(all).toMatch(/^role:master\r$/m);
      const clients = await client.info('clients');
      expect(clients).toMatch(/^# Clients\r\nconnected_clients:1\r\n/);
      expect(clients).not.toContain('redis_version');
    });
  });
}

test('the stand-in refuses scripts in plain words', async ({ client }) => {
  expect(await answers(client, ['EVAL', 'return 1', 0], 'EVALSHA x 0', ['SCRIPT', 'LOAD', 'return 1'])).toEqual(
    Array.from({ length: 3 }, () => 'ERR the sandbox runs no scripts'),
  );
});

test('the stand-in knows what clients of today say of themselves', async ({ client }) => {
  expect(await answers(client, 'CLIENT SETINFO LIB-NAME mine; CLIENT SETINFO other x')).toEqual([
    'OK',
    "ERR Unrecognized option 'other'",
  ]);
  expect(await client.call('CLIENT', 'LIST')).toContain(' lib-name=mine ');
});
