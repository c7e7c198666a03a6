import { expect, test as base } from '@playwright/test';
import { openConnections, type Connections } from '../helpers/http/connections.ts';
import type { LooseRequest } from '../helpers/http/operation.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { TransportError, type WireAnswer } from '../helpers/http/transport.ts';
import { startStub, type Stub } from './suite/stub.ts';

interface Fixtures {
  stub: Stub;
  connections: Connections;
  send: (method: 'GET' | 'POST', path: string, request?: LooseRequest) => Promise<WireAnswer>;
}

const test = base.extend<Fixtures>({
  stub: async ({}, use) => {
    const stub = await startStub(({ url }, response) => {
      if (url === '/never') return;
      if (url.startsWith('/reset')) response.destroy();
      else response.writeHead(307, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end('ü');
    });
    await use(stub);
    await stub.close();
  },
  connections: async ({}, use) => {
    const connections = openConnections({ 'user-agent': 'load' });
    await use(connections);
    connections.close();
  },
  send: async ({ stub, connections }, use) => {
    const redact = createRedaction(['canary-secret']);
    await use((method, path, request = {}) =>
      connections.wire({ method, url: stub.url + path, request, timeout: 400, redact }),
    );
  },
});

test('a request goes out as it is, and any status is its answer', async ({ send, stub }) => {
  const answer = await send('POST', '/things?q=1', { body: { id: 'ü' }, headers: { 'x-request-id': 'own' } });

  expect(answer).toMatchObject({ status: 307, headers: { location: '/elsewhere', 'set-cookie': 'a=1, b=2' } });
  expect(answer.bytes.toString('utf8')).toBe('ü');
  const headers = { 'user-agent': 'load', 'x-request-id': 'own', 'content-type': 'application/json' };
  const body = Buffer.from('{"id":"ü"}');
  expect(stub.requests).toMatchObject([{ method: 'POST', url: '/things?q=1', headers, body }]);
});

test('calls at once have a connection each, and the next ones have the same', async ({ send, stub }) => {
  const burst = (): Promise<WireAnswer[]> => Promise.all([1, 2, 3].map(() => send('GET', '/things')));
  await burst();
  await burst();

  expect(stub.connections()).toBe(3);
});

test('what is not answered is told once, without secrets, and not sent again', async ({ send, stub }) => {
  const errors = await Promise.all(
    ['/never', '/reset', '/reset?canary-secret'].map((path) => send('GET', path).catch((error: unknown) => error)),
  );

  for (const error of errors) expect(error).toBeInstanceOf(TransportError);
  expect(String(errors[0])).toMatch(/GET http.*\/never got no answer: Timeout 400ms exceeded$/);
  expect(String(errors[2])).toContain('?[redacted] got no answer');
  expect(stub.requests).toHaveLength(3);
});
