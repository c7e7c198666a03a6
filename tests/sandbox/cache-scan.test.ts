import { expect, kinds, test } from './cache.ts';

for (const kind of kinds) {
  test.describe(kind, () => {
    test.use({ kind });

    test('a scan finds each key that stays at least once, while others come and go', async ({ client }) => {
      const names = Array.from({ length: 300 }, (_, number) => `scan:${String(number)}`);
      for (const name of names) await client.set(name, '1');
      await client.sadd('scan:set', 'a');
      const found = new Set<string>();
      let cursor = '0';
      let turn = 0;
      do {
        const [next, page] = (await client.call(
          'SCAN',
          cursor,
          'MATCH',
          'scan:*',
          'COUNT',
          '20',
          'TYPE',
          'string',
        )) as [string, string[]];
        for (const name of page) found.add(name);
        await client.set(`other:${String(turn++)}`, '1');
        await client.del(`scan:${String(2 * turn)}`);
        cursor = next;
      } while (cursor !== '0');
      const removed = new Set(Array.from({ length: turn }, (_, number) => `scan:${String(2 * (number + 1))}`));
      const stayed = names.filter((name) => !removed.has(name));
      expect(turn).toBeGreaterThan(5);
      expect(stayed.filter((name) => !found.has(name))).toEqual([]);
      expect([...found].filter((name) => !names.includes(name))).toEqual([]);
    });

    test('patterns of a scan', async ({ client }) => {
      const names = ['a', 'ab', 'a*b', 'a[b', 'a?b', 'a-b', 'acb', 'a\\b', 'b', 'a^b'];
      for (const name of names) await client.set(name, '1');
      const patterns = [
        'a*',
        'a?b',
        'a\\*b',
        'a[bc]b',
        'a[^c]b',
        'a[a-d]b',
        'a[d-a]b',
        'a\\[b',
        'a[\\-]b',
        'a\\\\b',
        '[a',
        'a[]b',
        '**b',
      ];
      const found = [];
      for (const pattern of patterns) {
        const [, page] = (await client.call('SCAN', '0', 'COUNT', '100', 'MATCH', pattern)) as [string, string[]];
        found.push([pattern, page.sort()]);
      }
      expect(found).toEqual([
        ['a*', names.filter((name) => name !== 'b').sort()],
        ['a?b', ['a*b', 'a-b', 'a?b', 'a[b', 'a\\b', 'a^b', 'acb'].sort()],
        ['a\\*b', ['a*b']],
        ['a[bc]b', ['acb']],
        ['a[^c]b', ['a*b', 'a-b', 'a?b', 'a[b', 'a\\b', 'a^b'].sort()],
        ['a[a-d]b', ['acb']],
        ['a[d-a]b', ['acb']],
        ['a\\[b', ['a[b']],
        ['a[\\-]b', ['a-b']],
        ['a\\\\b', ['a\\b']],
        ['[a', ['a']],
        ['a[]b', []],
        ['**b', names.filter((name) => name.endsWith('b')).sort()],
      ]);
    });
  });
}
