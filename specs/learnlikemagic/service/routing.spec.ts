import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  contractPaths,
  foreign,
  operations,
  pathOfNothing,
  refusedSomehow,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('every path', () => {
  test(
    'refuses a method that it does not serve',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, run }) => {
      const path = pathOfNothing(run.name());

      const errors = await Promise.all(
        contractPaths.map((template) => learnlikemagic.call(foreign.method('PATCH', template), 405, { path })),
      );

      expect(errors).toEqual(contractPaths.map(() => ({ detail: 'Method Not Allowed' })));
      // Sessions are neither listed nor removed (contract a.3).
      await learnlikemagic.call(foreign.method('GET', '/sessions'), 405);
      await learnlikemagic.call(foreign.method('DELETE', '/sessions/{session_id}'), 405, { path });
    },
  );

  test('refuses a HEAD, without a body', { tag: ['@integration', '@read-only'] }, async ({ learnlikemagic, run }) => {
    const path = pathOfNothing(run.name());

    const bodies = await Promise.all(
      contractPaths.map((template) => learnlikemagic.call(foreign.method('HEAD', template), 405, { path })),
    );

    expect(bodies).toEqual(contractPaths.map(() => ''));
  });
});

test.describe('every operation', () => {
  const withoutRoot = Object.values(operations).filter(({ path }) => path !== '/');

  test(
    'redirects a slash at the end of its path to the path without it',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, run }) => {
      const path = pathOfNothing(run.name());

      const answers = await Promise.all(
        withoutRoot.map((operation) => learnlikemagic.send(foreign.trailingSlash(operation), { path })),
      );

      for (const answer of answers) {
        answer.as(307);
        const filled = answer.operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(path[name]));
        // Absolute or relative, in front of it the path that the deployment lies under.
        const { pathname } = new URL(answer.headers['location'] ?? '', 'http://deployment');
        expect(`${pathname}/`, `${answer.operation.method} ${filled}`).toMatch(new RegExp(`^(/.+)?${filled}$`));
      }
    },
  );

  test(
    'lets a page of another origin read its answers and errors',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const origin = 'https://classroom.example';
      const headers = { origin };

      const answer = await learnlikemagic.send(operations.getHealth, { headers });
      const error = await learnlikemagic.send(operations.getBook, { headers, path: { book_id: run.name() } });

      answer.as(200);
      error.as(404);
      for (const { headers: answered } of [answer, error]) {
        expect(answered).toMatchObject({
          'access-control-allow-origin': expect.stringMatching(new RegExp(`^(\\*|${origin})$`)),
          'access-control-allow-credentials': 'true',
        });
      }
    },
  );
});

test.describe('unknown paths', () => {
  const unknown = [
    foreign.path('GET', '/unknown'),
    foreign.path('POST', '/session'),
    foreign.path('GET', '/admin'),
    foreign.path('DELETE', '/admin/books/{book_id}/metadata'),
    foreign.path('GET', '/sessions/{session_id}/step/1'),
    foreign.path('GET', '/Admin/Books'),
  ];

  test('are not found', { tag: ['@integration', '@writes'] }, async ({ learnlikemagic, run }) => {
    const path = pathOfNothing(run.name());

    const answers = await Promise.all(unknown.map((operation) => learnlikemagic.send(operation, { path })));

    expect(answers.map((answer) => answer.as(404))).toEqual(unknown.map(() => ({ detail: 'Not Found' })));
  });
});

test.describe('GET /admin/books/{book_id}', () => {
  test(
    'names the unknown id as it was sent: very long, of any script, or like SQL',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const name = run.name();
      const ids = [name.padEnd(2000, 'x'), `${name} भारत 📐`, `${name}' OR '1'='1`, `${name}%`, `%00${name}`];

      const errors = await Promise.all(ids.map((book_id) => learnlikemagic.getBook(404, { path: { book_id } })));

      expect(errors.map(({ detail }) => detail)).toEqual(ids.map((id) => `Book not found: ${id}`));
    },
  );
});

const lookUps = [operations.getBook, operations.getSession, operations.getSummary, operations.listGuidelines];

test.describe('every look-up by an id', () => {
  test(
    'refuses an id with a NUL character and shows nothing of its inside',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const path = pathOfNothing(`${run.name()}\0`);

      const answers = await Promise.all(
        lookUps.map((operation) => learnlikemagic.send(refusedSomehow(operation), { path })),
      );

      // That nothing shows is part of judging a refusal.
      expect(answers.map((answer) => answer.as(answer.status))).toHaveLength(lookUps.length);
    },
  );
});
