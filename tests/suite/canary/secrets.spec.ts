import { rmSync, writeFileSync } from 'node:fs';
import { request as library } from '@playwright/test';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';

// The values come from outside: reports quote the source.
const { CANARY_V4: v4 = '', CANARY_V2: v2 = '', CANARY_TOKEN: token = '', CANARY_COOKIE: cookie = '' } = process.env;
const nowhere = 'http://127.0.0.1:1';
const tag = ['@read-only', '@db', '@s3'];

test.use({ extraHTTPHeaders: { authorization: `Bearer ${token}`, cookie } });

test.describe('GET /', () => {
  test('the client gets no answer in time', { tag }, async ({ learnlikemagic }) => {
    await learnlikemagic.getHealth(200);
  });

  test('the client gets a wrong answer', { tag }, async ({ learnlikemagic }) => {
    await learnlikemagic.getDatabaseHealth(200);
  });

  test('signed URLs are refused', { tag }, async ({ signedUrl }) => {
    await expect(signedUrl.get(200, `${nowhere}/b/k?${v2}`)).rejects.toThrow('got no answer');
    await signedUrl.get(200, `${nowhere}/b/k?${v4}`);
  });

  test('Playwright’s own client is refused, and the test catches it', { tag }, async () => {
    const request = await library.newContext();
    const get = request.get(`${nowhere}/caught?${v4}`);
    await expect(get).rejects.toThrow('ECONNREFUSED');
  });

  test('Playwright’s own client is refused, and the test does not catch it', { tag }, async () => {
    const request = await library.newContext();
    await request.get(`${nowhere}/thrown?${v2}`);
  });

  test('the database cannot be reached', { tag }, async ({ database }) => {
    await database.row('books', { id: 'x' });
  });

  test('the bucket cannot be reached', { tag }, async ({ storage }) => {
    await storage.get('x');
  });

  test('a test says a secret', { tag }, async ({ environment }) => {
    const said = `marker-said ${environment.secrets.join(' ')}`;
    const file = test.info().outputPath('notes.txt');
    writeFileSync(file, said);
    await test.info().attach('notes as text', { body: said, contentType: 'text/plain' });
    await test.info().attach('notes as a file', { path: file, contentType: 'text/plain' });
    rmSync(file);
    test.info().annotations.push({ type: 'note', description: said });
    await test.step(said, () => {
      expect.soft(said).toBe('nothing');
    });
    throw new Error(said, { cause: new Error(said) });
  });
});
