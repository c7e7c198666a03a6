import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { newRunId, prefixOf } from '../env/run.ts';
import { contentOf } from './suite/content.ts';
import { expect, s3, test as base, type Backend } from './sandbox/learnlikemagic.ts';
import { root } from './suite/nested.ts';

const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** Sweeps a deployment of all runs, however young. */
async function sweep(backend: Backend): Promise<string> {
  const variables = {
    ...{ TEST_ENV: 'staging', TEST_SYSTEMS: 'learnlikemagic', LEARNLIKEMAGIC_API_URL: backend.url },
    ...{ LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '10', LEARNLIKEMAGIC_LLM_CALL_SECONDS: '7' },
    ...{ LEARNLIKEMAGIC_DATABASE_URL: backend.databaseUrl, LEARNLIKEMAGIC_S3_ENDPOINT: backend.storageUrl },
    ...{ LEARNLIKEMAGIC_S3_BUCKET: s3.bucket, LEARNLIKEMAGIC_S3_REGION: s3.region },
    LEARNLIKEMAGIC_S3_ACCESS_KEY_ID: s3.accessKeyId,
    LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
  const script = path.join(root, 'helpers', 'cleanup', 'sweep.ts');
  const child = spawn(process.execPath, [tsx, script, '--system', 'learnlikemagic', '--older-than', '0', '--apply'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output;
}

const test = base.extend<{
  session: (student: string, note: string) => Promise<void>;
  book: (author: string) => Promise<string>;
}>({
  session: async ({ backend }, use) => {
    await use(async (student, note) => {
      const goal = { topic: 'Sums', syllabus: 'CBSE', learning_objectives: ['Add'], guideline_id: 'g2' };
      const prefs = { style: note };
      const { status } = await backend.call('POST', '/sessions', { student: { id: student, grade: 3, prefs }, goal });
      expect(status).toBe(200);
    });
  },
  book: async ({ backend }, use) => {
    await use(async (author) => {
      const id = await backend.createBook(author);
      const storage = new S3Client({
        endpoint: backend.storageUrl,
        region: s3.region,
        credentials: { ...s3 },
        forcePathStyle: true,
      });
      await storage.send(new PutObjectCommand({ Bucket: s3.bucket, Key: `books/${id}/1.txt`, Body: 'page' }));
      storage.destroy();
      return id;
    });
  },
});

test('the sweep takes what a run has left, and nothing that only looks like it or quotes it', async ({
  backend,
  book,
  session,
}) => {
  const dead = prefixOf(newRunId(Date.now() - 60_000));
  const [future, misspelt] = [
    prefixOf(newRunId(Date.now() + 40 * 86_400_000)),
    dead.replace(/.(?=_$)/, (digit) => (digit === 'a' ? 'b' : 'a')),
  ];
  for (const name of ['test_01012026120000_grade3', 'test_0123456789abcd_x', `${future}x`, `${misspelt}x`]) {
    await book(name);
    await session(name, 'plain');
  }
  await session('somebody', `"${dead}pupil`);
  await session('somebody', `{"id": "${dead}pupil"}`);
  const before = await contentOf(backend);

  await book(`${dead}author`);
  await session(`${dead}pupil`, 'plain');
  const said = await sweep(backend);

  expect(said).toContain(`learnlikemagic ${dead} of `);
  expect.soft(said.match(/^learnlikemagic test_/gm), 'runs').toHaveLength(1);
  expect(await contentOf(backend)).toEqual(before);
});
