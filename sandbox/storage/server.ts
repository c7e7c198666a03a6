import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { listen, type Listening } from '../listen.ts';
import { authenticate } from './authentication.ts';
import type { Keyring } from './credentials.ts';
import { S3Error } from './errors.ts';
import { parseRequest, type S3Response } from './request.ts';
import { route } from './router.ts';
import { Store } from './store.ts';

/** Largest request body in bytes; everything is held in memory. */
const largestBody = 64 * 1024 * 1024;

/** What each request goes through, one after the other. */
export interface RequestHandling {
  authenticate: typeof authenticate;
  route: typeof route;
}

interface Account {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface StorageOptions {
  host: string;
  port: number;
  region: string;
  buckets: string[];
  credentials: Account[];
}

export interface Endpoint extends Listening {
  /** Another bucket, and accounts; every account reaches every bucket. */
  add(bucket: string, accounts: readonly Account[]): void;
}

/**
 * Starts an S3 protocol endpoint: path style, one region, objects in memory and private, every request signed
 * (SigV4 in header or query, SigV2 in query). Not implemented parts of S3 answer 501. Throws when the port is taken.
 */
export async function startStorage(
  options: StorageOptions,
  handling: RequestHandling = { authenticate, route },
): Promise<Endpoint> {
  const store = new Store();
  for (const bucket of options.buckets) store.create(bucket);
  const secrets = new Map(
    options.credentials.map(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey]),
  );
  const keyring: Keyring = { region: options.region, secrets };
  const server = createServer((request, response) => {
    void serve(request, response, store, keyring, handling);
  });
  const listening = await listen(server, 'S3 endpoint', options.host, options.port);
  return {
    ...listening,
    add(bucket, accounts) {
      store.create(bucket);
      for (const { accessKeyId, secretAccessKey } of accounts) secrets.set(accessKeyId, secretAccessKey);
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  store: Store,
  keyring: Keyring,
  handling: RequestHandling,
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const target = request.url ?? '/';
  let answer: S3Response;
  try {
    const body = await readBody(request);
    const parsed = parseRequest(request.method ?? '', target, request.headers);
    handling.authenticate(parsed, keyring);
    answer = handling.route(parsed, store, body);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    answer = refusal(error, target, requestId);
  }
  const withoutBody = request.method === 'HEAD';
  try {
    send(response, withoutBody, answer, requestId);
  } catch {
    // Node refuses to write a header with characters beyond Latin-1, which a response-* override can ask for.
    const invalid = new S3Error(
      'InvalidArgument',
      'A header of the answer would hold characters that HTTP does not allow',
    );
    send(response, withoutBody, refusal(invalid, target, requestId), requestId);
  }
}

function refusal(error: unknown, target: string, requestId: string): S3Response {
  const known =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  if (known !== error) console.error('S3 endpoint: unexpected error', error);
  if (known.status === 304) return { status: 304 };
  const range = known.details['ActualObjectSize'];
  return {
    status: known.status,
    headers: {
      'content-type': 'application/xml',
      ...(range === undefined ? {} : { 'content-range': `bytes */${range}` }),
    },
    body: known.document(target.split('?')[0] ?? '', requestId),
  };
}

function send(response: ServerResponse, withoutBody: boolean, answer: S3Response, requestId: string): void {
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body ?? '');
  const headers: Record<string, string> = { server: 'AmazonS3', 'x-amz-request-id': requestId, ...answer.headers };
  if (typeof answer.body === 'string') headers['content-type'] = 'application/xml';
  if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = String(body.length);
  response.writeHead(answer.status, headers);
  response.end(withoutBody ? undefined : body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      MaxSizeAllowed: String(largestBody),
    });
  }
  return Buffer.concat(chunks);
}
