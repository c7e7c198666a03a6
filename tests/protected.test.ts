import { expect, request as playwrightRequest, test } from '@playwright/test';
import path from 'node:path';
import { z } from 'zod';
import { loadEnvironment, type LoadedEnvironment } from '../env/loader.ts';
import { HttpClient, type ClientHooks } from '../helpers/http/client.ts';
import { operation } from '../helpers/http/operation.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { seal } from '../helpers/http/sealed.ts';
import { apiCheck } from '../helpers/preflight/api.ts';
import { StreamClient } from '../helpers/stream/client.ts';
import { streamOf } from '../helpers/stream/declaration.ts';
import { json, startStub } from './suite/stub.ts';

const directory = path.join(import.meta.dirname, '..', 'env');

const load = (values: Readonly<Record<string, string>>, system = 'iep'): LoadedEnvironment =>
  loadEnvironment({ variables: { TEST_SYSTEMS: system, ...values }, directory });

const allowed: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>])[] = [
  ['nothing', {}, {}],
  ['a bearer token', { IEP_API_BEARER_TOKEN: 'token-of-qa' }, { authorization: 'Bearer token-of-qa' }],
  [
    'an account beside the URL',
    { IEP_API_USERNAME: 'qa', IEP_API_PASSWORD: 'p@ss:word' },
    { authorization: `Basic ${Buffer.from('qa:p@ss:word').toString('base64')}` },
  ],
  [
    'an account in the URL',
    { IEP_API_URL: 'https://qa:p%40ss@api.example/base' },
    { authorization: `Basic ${Buffer.from('qa:p@ss').toString('base64')}` },
  ],
  ['a key', { IEP_API_KEY: 'key-of-qa' }, { 'x-api-key': 'key-of-qa' }],
  ['a key in another header', { IEP_API_KEY: 'key-of-qa', IEP_API_KEY_HEADER: 'Ocp-Key' }, { 'ocp-key': 'key-of-qa' }],
  [
    'other headers beside a token',
    { IEP_API_BEARER_TOKEN: 'token-of-qa', IEP_API_HEADERS: '{"X-Tenant":"qa","x-route":"blue"}' },
    { authorization: 'Bearer token-of-qa', 'x-tenant': 'qa', 'x-route': 'blue' },
  ],
];

for (const [what, values, headers] of allowed) {
  test(`an API is entered with ${what}, which is secret and never in its URL`, () => {
    const { settings, secrets, baseUrls } = load(values);

    expect(settings.iep?.headers).toEqual(headers);
    for (const value of Object.values(headers)) expect(secrets.some((secret) => value.endsWith(secret))).toBe(true);
    expect(`${settings.iep?.apiUrl ?? ''} ${baseUrls.join(' ')}`).not.toContain('@');
  });
}

const refused: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['half an account', { IEP_API_USERNAME: 'qa' }, 'IEP_API_USERNAME and IEP_API_PASSWORD go together'],
  [
    'a token beside an account',
    { IEP_API_BEARER_TOKEN: 'token', IEP_API_URL: 'https://qa:word@api.example' },
    'IEP_API_BEARER_TOKEN and an account go into the same header',
  ],
  ['headers that are no object', { IEP_API_HEADERS: 'x-tenant: qa' }, 'IEP_API_HEADERS is no JSON object'],
  ['a header with a line break', { IEP_API_HEADERS: '{"x-a":"b\\nx-c: d"}' }, 'IEP_API_HEADERS is no JSON object'],
];

for (const [what, values, said] of refused) {
  test(`${what} is refused in one sentence`, () => {
    expect(() => load(values)).toThrow(said);
  });
}

test('services of one system with different accounts in their URLs are told apart from one account', () => {
  const urls = {
    HULEEDU_CLASS_MANAGEMENT_URL: 'https://qa:one-word@classes.example',
    HULEEDU_BATCH_ORCHESTRATOR_URL: 'https://qa:other-word@batches.example',
  };

  expect(() => load(urls, 'huleedu')).toThrow(
    'HULEEDU_CLASS_MANAGEMENT_URL and HULEEDU_BATCH_ORCHESTRATOR_URL name different accounts',
  );
});

const hooks: ClientHooks = {
  step: (_, body) => body(),
  beforeCall: () => () => undefined,
  intend: () => () => undefined,
};
const read = operation({
  ...{ method: 'GET', path: '/things', writes: false },
  responses: { 200: z.strictObject({ ok: z.boolean() }), 307: z.literal('') },
});
const watch = streamOf({
  ...{ method: 'GET', path: '/events', writes: false, first: 'said', last: ['said'] },
  ...{ responses: { 200: z.unknown() }, events: { said: z.strictObject({ ok: z.boolean() }) }, namesIn: () => ({}) },
});

test('every client brings the headers to the API, and to no host that it is sent on to', async () => {
  const headers = { authorization: 'Bearer token-of-qa', 'x-tenant': 'qa' };
  const elsewhere = await startStub((_, response) => {
    json(response, 200, { ok: true });
  });
  const api = await startStub(({ url, headers: given }, response) => {
    if (given.authorization !== headers.authorization || given['x-tenant'] !== 'qa') json(response, 401, {});
    else if (url === '/moved/things') response.writeHead(307, { location: `${elsewhere.url}/things` }).end();
    else if (url === '/events')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: said\ndata: {"ok":true}\n\n');
    else json(response, 200, { ok: true });
  });
  const redact = createRedaction([]);
  const context = await playwrightRequest.newContext();
  const options = { context: seal(context), headers, patience: { request: 5_000, llmCall: 0 }, redact, hooks };
  const streams = new StreamClient({
    ...{ baseUrl: api.url, headers, patience: { idle: 5_000, total: 5_000 }, redact, beforeOpen: () => undefined },
  });

  expect(await new HttpClient({ ...options, baseUrl: api.url }).call(read, 200)).toEqual({ ok: true });
  expect(await new HttpClient({ ...options, baseUrl: `${api.url}/moved` }).call(read, 307)).toBe('');
  expect(await streams.open(watch, {}).toEnd()).toHaveLength(1);
  await apiCheck({ url: api.url, headers, timeout: 5_000 }, { path: '/health' }, { redact, prefix: '' }).look(false);

  expect(elsewhere.requests).toEqual([]);
  await context.dispose();
  await Promise.all([api.close(), elsewhere.close()]);
});
