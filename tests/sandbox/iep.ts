import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import pg from 'pg';
import { migrate, seedExisting, startAuth, startIep, suiteRights } from '../../sandbox/iep/index.ts';
import { database } from '../../sandbox/iep/settings.ts';
import { RuleBook, startModel } from '../../sandbox/model/server.ts';
import { asSuperuser, createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres } from '../../sandbox/postgres/server.ts';

export { expect } from '@playwright/test';

/** JSON that a test walks through by name. */
export interface Json {
  [key: string]: Json;
  [index: number]: Json;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Empty when the body is no JSON. */
  json: Json;
}

export interface Service {
  url: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same with a body and headers as they are. */
  send(method: string, path: string, init?: RequestInit): Promise<Answer>;
}

/** A deployment of its own: the service, and twice more with its database or the auth service down. */
export interface Deployment {
  service: Service;
  outage: Service;
  authDown: Service;
  /** The suite's role. */
  databaseUrl: string;
  /** The role that owns the tables. */
  ownerUrl: string;
  rules: RuleBook;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const apiKey = 'sandbox-model-key';
const nowhere = `${host}:1`;

/** Ports of the parts; a missing one is picked. */
export type Ports = Partial<Record<'api' | 'outage' | 'authDown' | 'model' | 'database' | 'auth', number>>;

export async function startDeployment(ports: Ports = {}, seed = 0): Promise<Deployment> {
  const directory = await mkdtemp(path.join(tmpdir(), 'iep-test-'));
  const rules = new RuleBook();
  const [postgres, model, auth] = await Promise.all([
    startPostgres({ host, port: ports.database ?? (await freePort()), directory }),
    startModel({ host, port: ports.model ?? 0, apiKey, mode: 'scripted', seed, rules }),
    startAuth({ host, port: ports.auth ?? 0 }),
  ]);
  const { name, owner, suite } = database;
  await createDatabase(postgres, name, owner, suite);
  const databaseUrl = postgres.url(owner, name);
  await migrate(databaseUrl);
  await seedExisting({ databaseUrl, seed });
  await asSuperuser(postgres, name, suiteRights(suite.user));
  const common = { host, databaseUrl, authUrl: auth.url, generator: { baseUrl: model.url, apiKey, model: 'writer' } };
  const services = await Promise.all([
    startIep({ ...common, port: ports.api ?? 0 }),
    startIep({ ...common, port: ports.outage ?? 0, databaseUrl: `postgresql://${owner.user}@${nowhere}/${name}` }),
    startIep({ ...common, port: ports.authDown ?? 0, authUrl: `http://${nowhere}` }),
  ]);
  const [service, outage, authDown] = services.map(({ url }) => clientOf(url)) as [Service, Service, Service];
  const close = async (): Promise<void> => {
    await Promise.all(services.map((each) => each.close()));
    await Promise.all([postgres.close(), model.close(), auth.close()]);
  };
  return { service, outage, authDown, databaseUrl: postgres.url(suite, name), ownerUrl: databaseUrl, rules, close };
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

function clientOf(url: string): Service {
  const send = async (method: string, target: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url + target, { ...init, method, redirect: 'manual' });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? (JSON.parse(text) as Json) : {} };
  };
  const headers = { 'content-type': 'application/json' };
  const call = (method: string, target: string, body?: unknown): Promise<Answer> =>
    body === undefined ? send(method, target) : send(method, target, { headers, body: JSON.stringify(body) });
  return { url, call, send };
}

/** A value that must be a text. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, but there is ${JSON.stringify(value)}`);
}

interface Fixtures {
  /** A connection of the suite's role. */
  database: pg.Client;
  /** The UUID of a new student. */
  student: string;
  /** Creates the next IEP of the student in 2025-2026. */
  createIep: (student: string, changes?: object) => Promise<Answer>;
}

let students = 0;

export const test = base.extend<Fixtures, { deployment: Deployment }>({
  deployment: [
    async ({}, use) => {
      const deployment = await startDeployment();
      await use(deployment);
      await deployment.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  database: async ({ deployment }, use) => {
    const client = new pg.Client({ connectionString: deployment.databaseUrl });
    await client.connect();
    await use(client);
    await client.end();
  },
  student: async ({ deployment }, use) => {
    students += 1;
    const names = { student_id: `pupil-${String(students)}`, first_name: 'Ada', last_name: 'Lovelace' };
    const body = { ...names, date_of_birth: '2015-12-10', grade_level: '5' };
    const { json } = await deployment.service.call('POST', '/api/v1/students', body);
    await use(textOf(json['id']));
  },
  createIep: async ({ deployment }, use) => {
    await use((student, changes = {}) => {
      const body = { student_id: student, academic_year: '2025-2026', ...changes };
      return deployment.service.call('POST', '/api/v1/ieps?current_user_id=7', body);
    });
  },
});
