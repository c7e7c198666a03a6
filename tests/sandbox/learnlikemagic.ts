import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { migrate, startLearnLikeMagic } from '../../sandbox/learnlikemagic/index.ts';
import { RuleBook, startModel } from '../../sandbox/model/server.ts';
import { asSuperuser, createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres } from '../../sandbox/postgres/server.ts';
import { startStorage } from '../../sandbox/storage/server.ts';

export { expect } from '@playwright/test';

/** An answer with its body, parsed when it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

/** JSON that a test walks through by name. */
export interface Json {
  [key: string]: Json;
  [index: number]: Json;
}

/** A backend with its own database, bucket and model, on free ports. */
export interface Backend {
  url: string;
  databaseUrl: string;
  /** Of a role that may only read. */
  readOnlyUrl: string;
  /** Of its bucket, with the region and the keys of `s3`. */
  storageUrl: string;
  rules: RuleBook;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same with a body and headers as they are. */
  send(method: string, path: string, init?: RequestInit): Promise<Answer>;
  createBook(author: string): Promise<string>;
  startSession(topic: string): Promise<string>;
}

const host = '127.0.0.1';
const keys = { accessKeyId: 'backend', secretAccessKey: 'backend-secret' };
const owner = { user: 'backend', password: 'backend' };
const unused = { user: 'reader', password: 'reader' };
const auditor = { user: 'auditor', password: 'auditor' };
const apiKey = 'model-key';
export const s3 = { region: 'us-east-1', bucket: 'pages', ...keys };

export const test = base.extend<object, { backend: Backend; outage: Backend }>({
  backend: [
    async ({}, use) => {
      const { backend, close } = await startBackend();
      await use(backend);
      await close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  outage: [
    async ({}, use) => {
      const nowhere = `${host}:1`;
      const databaseUrl = `postgresql://${owner.user}:${owner.password}@${nowhere}/any`;
      const server = await startLearnLikeMagic({
        ...{ host, port: 0, databaseUrl },
        s3: { ...s3, endpoint: `http://${nowhere}` },
        openai: { baseUrl: `http://${nowhere}/v1`, apiKey, model: 'tutor' },
      });
      await use(clientOf(server.url, databaseUrl, `http://${nowhere}`, new RuleBook()));
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/** Starts one. */
export async function startBackend(): Promise<{ backend: Backend; close: () => Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'learnlikemagic-test-'));
  const rules = new RuleBook();
  const [postgres, storage, model] = await Promise.all([
    startPostgres({ host, port: await freePort(), directory }),
    startStorage({ host, port: 0, region: s3.region, buckets: [s3.bucket], credentials: [keys] }),
    startModel({ host, port: 0, apiKey, mode: 'scripted', seed: 0, rules }),
  ]);
  await createDatabase(postgres, 'backend', owner, unused);
  const databaseUrl = postgres.url(owner, 'backend');
  await migrate(databaseUrl);
  await asSuperuser(postgres, 'backend', [
    `CREATE ROLE ${auditor.user} LOGIN PASSWORD '${auditor.password}'`,
    `GRANT pg_read_all_data TO ${auditor.user}`,
    `GRANT CONNECT ON DATABASE backend TO ${auditor.user}`,
  ]);
  const openai = { baseUrl: model.url, apiKey, model: 'tutor' };
  const server = await startLearnLikeMagic({
    ...{ host, port: 0, databaseUrl, s3: { ...s3, endpoint: storage.url }, openai },
  });
  const close = async (): Promise<void> => {
    await server.close();
    await Promise.all([postgres.close(), storage.close(), model.close()]);
  };
  return { backend: clientOf(server.url, databaseUrl, storage.url, rules), close };
}

/** PostgreSQL must be told its port; every other part picks one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

function clientOf(url: string, databaseUrl: string, storageUrl: string, rules: RuleBook): Backend {
  const reading = new URL(databaseUrl);
  Object.assign(reading, { username: auditor.user, password: auditor.password });
  const send = async (method: string, target: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url + target, { ...init, method, redirect: 'manual' });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
    const json = isJson ? (JSON.parse(text) as Json) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
  const call = (method: string, target: string, body?: unknown): Promise<Answer> =>
    body === undefined
      ? send(method, target)
      : send(method, target, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    ...{ url, databaseUrl, readOnlyUrl: reading.href, storageUrl, rules, call, send },
    async createBook(author) {
      const names = { title: 'Numbers', author, subject: 'Mathematics', country: 'India', board: 'CBSE' };
      const { json } = await call('POST', '/admin/books', { ...names, grade: 4, edition_year: 2024 });
      return textOf(json['id']);
    },
    async startSession(topic) {
      const goal = { topic, syllabus: 'CBSE', learning_objectives: ['Add'], guideline_id: 'g2' };
      const { json } = await call('POST', '/sessions', { student: { id: 'pupil', grade: 3 }, goal });
      return textOf(json['session_id']);
    },
  };
}

/** A value that must be a text. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, but there is ${JSON.stringify(value)}`);
}
