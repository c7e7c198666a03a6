import { expect, test as base } from '@playwright/test';
import { request as send } from 'node:http';
import { z } from 'zod';
import { matcher } from '../../detection/http/matching.ts';
import { startProxies, type HttpProxy } from '../../detection/http/proxy.ts';
import { operation } from '../../helpers/http/operation.ts';
import { json, startStub, type Stub } from '../suite/stub.ts';

const responses = { 200: z.unknown() };
const operations = {
  getThing: operation({ method: 'GET', path: '/things/{id}', writes: false, responses }),
  getNewest: operation({ method: 'GET', path: '/things/newest', writes: false, responses }),
  putThing: operation({ method: 'PUT', path: '/things/{id}', writes: true, responses }),
  deletePart: operation({ method: 'DELETE', path: '/things/{id}/parts/{part}.png', writes: true, responses }),
};

interface Fixtures {
  stub: Stub;
  http: HttpProxy;
  /** Base URL of the proxy. */
  url: string;
}

const test = base.extend<Fixtures>({
  stub: async ({}, use) => {
    const stub = await startStub(({ method, url, body }, response) => {
      if (url.startsWith('/base/gone')) response.destroy();
      else if (url.startsWith('/base/bytes')) {
        response.writeHead(200, {
          'Set-Cookie': ['a=1', 'b=2'],
          'X-Own': 'kept',
          connection: 'close, x-hop',
          'x-hop': '1',
        });
        response.write(Buffer.from([0, 255]));
        response.end(Buffer.from([10, 13]));
      } else if (method === 'HEAD') response.writeHead(200, { 'content-length': '5' }).end();
      else if (method === 'DELETE') response.writeHead(204).end();
      else json(response, 200, { url, sent: body.toString('utf8') });
    });
    await use(stub);
    await stub.close();
  },
  http: async ({ stub }, use) => {
    const proxy = await startProxies([{ url: `${stub.url}/base` }, { url: stub.url }], operations);
    await use(proxy);
    await proxy.close();
  },
  url: async ({ http }, use) => {
    await use(http.urls[0] ?? '');
  },
});

test('a request belongs to the operation with its method and the most literal template', () => {
  const nameOf = matcher(operations);
  const found = ['GET /things/a', 'GET /things/newest?a=/b', 'PUT /things/newest', 'DELETE /things/a%2Fb/parts/1.png']
    .map((call) => call.split(' '))
    .map(([method = '', url = '']) => nameOf({ method, url }));
  expect(found).toEqual(['getThing', 'getNewest', 'putThing', 'deletePart']);
  for (const url of ['/things', '/things/', '/things/a/b', '/things/a/parts/1xpng']) {
    expect(nameOf({ method: 'GET', url }), url).toBeUndefined();
  }
});

test('answers pass byte for byte, with their headers and without those of the connection', async ({ url }) => {
  const answer = await fetch(`${url}/bytes`);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0, 255, 10, 13]));
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(answer.headers.get('x-own')).toBe('kept');
  expect(answer.headers.get('x-hop')).toBeNull();
  expect(answer.headers.get('content-length')).toBe('4');
});

test('requests pass as they are, to the base URL of their own upstream', async ({ http, url, stub }) => {
  const body = '{"a": 1.0}';
  // The built-in fetch would resolve the dots.
  await new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      { method: 'DELETE', path: '/things/%2E%2E?a=%20b', headers: { 'x-own': 'kept' } },
      resolve,
    );
    outgoing.on('error', reject).setHeader('content-length', body.length);
    outgoing.end(body);
  });
  await fetch(`${http.urls[1] ?? ''}/things/b`);
  const [first, second] = stub.requests;
  expect(first).toMatchObject({ method: 'DELETE', url: '/base/things/%2E%2E?a=%20b', headers: { 'x-own': 'kept' } });
  expect(first?.body.toString('utf8')).toBe(body);
  expect(`http://${first?.headers.host ?? ''}`).toBe(stub.url);
  expect(second?.url).toBe('/things/b');
});

test('a 204 and the answer to a HEAD have no body', async ({ url }) => {
  const deleted = await fetch(`${url}/things/a/parts/1.png`, { method: 'DELETE' });
  expect(deleted.status).toBe(204);
  expect(await deleted.text()).toBe('');
  const head = await fetch(`${url}/things/a`, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('5');
  expect(await head.text()).toBe('');
});

test('only the declared operation is intercepted, until that ends', async ({ http, url }) => {
  const end = http.intercept('getThing', async (exchange) => {
    const answer = await exchange.forward();
    return { ...answer, status: 202, body: Buffer.from('"another, longer answer than before"') };
  });
  const altered = await fetch(`${url}/things/a`);
  expect(altered.status).toBe(202);
  expect(await altered.json()).toBe('another, longer answer than before');
  expect((await fetch(`${url}/things/newest`)).status).toBe(200);
  expect((await fetch(`${url}/unknown`)).status).toBe(200);
  end();
  expect((await fetch(`${url}/things/a`)).status).toBe(200);
  expect(() => http.intercept('getNothing', (exchange) => exchange.forward())).toThrow(
    'getNothing is no declared operation',
  );
});

test('another request can be handed on, with the length that it has', async ({ http, url, stub }) => {
  http.intercept('putThing', (exchange) =>
    exchange.forward({ ...exchange.request, url: '/things/b', body: Buffer.from('longer than before') }),
  );
  await fetch(`${url}/things/a`, { method: 'PUT', body: 'short' });
  expect(stub.requests.map((request) => [request.url, request.body.toString('utf8')])).toEqual([
    ['/base/things/b', 'longer than before'],
  ]);
});

test('a connection is reset, or silent until the client gives up', async ({ http, url }) => {
  const end = http.intercept('getThing', () => Promise.resolve('reset'));
  await expect(fetch(`${url}/things/a`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  end();
  http.intercept('getThing', () => Promise.resolve('silence'));
  await expect(fetch(`${url}/things/a`, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  expect((await fetch(`${url}/things/newest`)).status).toBe(200);
});

test('an error in an alteration, or in the API, ends that connection only', async ({ http, url }) => {
  http.intercept('getThing', () => {
    throw new Error('broken');
  });
  await expect(fetch(`${url}/things/a`)).rejects.toThrow('fetch failed');
  await expect(fetch(`${url}/gone`)).rejects.toThrow('fetch failed');
  expect((await fetch(`${url}/things/newest`)).status).toBe(200);
});

test('two requests at once each keep their own exchange', async ({ http, url }) => {
  http.intercept('getThing', async (exchange) => {
    const { url: asked } = exchange.request;
    const answer = await exchange.forward();
    // The first waits until the second has been answered.
    if (asked.endsWith('first')) await second;
    return { ...answer, headers: { ...answer.headers, 'x-asked': asked } };
  });
  const first = fetch(`${url}/things/first`);
  const second: Promise<Response> = fetch(`${url}/things/second`);
  expect((await second).headers.get('x-asked')).toBe('/things/second');
  expect((await first).headers.get('x-asked')).toBe('/things/first');
});

test('the calls of declared operations are told once, and can be tried again without the API', async ({
  http,
  url,
}) => {
  for (const path of ['/things/a', '/things/newest', '/unknown']) await fetch(url + path);
  await fetch(`${url}/things/a/parts/1.png`, { method: 'DELETE' });
  const calls = http.takeCalls();
  const told = calls.map(({ operation, status }) => `${operation} ${String(status)}`);
  expect(told).toEqual(['getThing 200', 'getNewest 200', 'deletePart 204']);
  const [first] = calls;
  expect(first?.exchange.request.url).toBe('/things/a');
  expect((await first?.exchange.forward())?.status).toBe(200);
  expect(http.takeCalls()).toEqual([]);
});

test('the first and the last nineteen true JSON answers of an operation are kept, without those of the exchange', async ({
  http,
  url,
}) => {
  for (let number = 1; number <= 21; number += 1) await fetch(`${url}/things/${String(number)}`);
  let urls: string[] = [];
  const end = http.intercept('getThing', async (exchange) => {
    await exchange.forward();
    const other = await exchange.forward({ ...exchange.request, url: '/things/other' });
    urls = exchange.earlier(200).map((earlier) => earlier.url);
    return other;
  });
  await fetch(`${url}/things/last`);
  const newest = Array.from({ length: 18 }, (_, index) => `/things/${String(21 - index)}`);
  expect(urls).toEqual([...newest, '/things/1']);
  end();
  http.intercept('getThing', (exchange) => {
    urls = exchange.earlier(200).map((earlier) => earlier.url);
    return exchange.forward();
  });
  await fetch(`${url}/things/a`);
  expect(urls.slice(0, 2)).toEqual(['/things/last', '/things/21']);
});
