import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { listen } from '../listen.ts';
import { ModelError } from './errors.ts';
import { createModel, reset, type Model, type ModelSettings } from './model.ts';

export { RuleBook } from './rules.ts';

/** Largest request body in bytes: a page image in base64 and more. */
const largestBody = 100 * 1024 * 1024;

export interface ModelOptions extends ModelSettings {
  host: string;
  port: number;
  apiKey: string;
}

/** Starts an OpenAI-compatible endpoint for the known purposes; other requests get 400. `url` ends in /v1. Throws when the port is taken. */
export async function startModel(options: ModelOptions): Promise<{ url: string; close(): Promise<void> }> {
  const model = createModel(options);
  const server = createServer((request, response) => {
    void serve(request, response, model, options.apiKey);
  });
  const { url, close } = await listen(server, 'Model endpoint', options.host, options.port);
  return {
    url: `${url}/v1`,
    async close() {
      await close();
      await model.close();
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, model: Model, apiKey: string): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  try {
    const body = await readBody(request);
    authorize(request.headers.authorization, apiKey);
    const answer = await route(request, body, model, gone.signal);
    if (answer === reset) request.socket.resetAndDestroy();
    else send(response, 200, answer);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof ModelError)) console.error('Model endpoint: unexpected error', error);
    const known = error instanceof ModelError ? error : new ModelError(500, 'The server had an error');
    send(response, known.status, known.body());
  }
}

async function route(request: IncomingMessage, body: string, model: Model, signal: AbortSignal): Promise<object> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const call = `${request.method ?? ''} ${path}`;
  if (call === 'POST /v1/chat/completions') {
    return model.complete(body, Number(request.headers['x-stainless-retry-count'] ?? 0), signal);
  }
  if (call === 'GET /v1/models') return { object: 'list', data: [describeModel('gpt-4o-mini')] };
  throw new ModelError(404, `Invalid URL (${call})`);
}

function describeModel(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'sandbox' };
}

function authorize(authorization: string | undefined, apiKey: string): void {
  const [given, expected] = [authorization ?? '', `Bearer ${apiKey}`].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  if (given !== undefined && expected !== undefined && timingSafeEqual(given, expected)) return;
  const message = authorization === undefined ? "You didn't provide an API key." : 'Incorrect API key provided.';
  throw new ModelError(401, message, { code: 'invalid_api_key' });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) throw new ModelError(413, `The request is larger than ${String(largestBody)} bytes`);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  // Tells the SDK to try again soon: a sandbox has no load to shed.
  if (status === 408 || status === 409 || status === 429 || status >= 500) headers['retry-after-ms'] = '50';
  response.writeHead(status, headers).end(JSON.stringify(body));
}
