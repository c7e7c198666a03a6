import type { FastifyRequest } from 'fastify';
import { findJsonFault } from './json-body.ts';
import { Unprocessable, unreadableForm, type Incoming, type Operation, type Upload } from './operation.ts';

/** Reads path, query and body of a request as FastAPI does, before any rule of the operation is applied. */
export async function readIncoming(operation: Operation, request: FastifyRequest): Promise<Incoming> {
  return {
    path: request.params as Record<string, string>,
    query: readQuery(request.url),
    body: operation.body ? readBody(request) : undefined,
    parts: operation.upload === undefined ? new Map() : await readParts(request),
  };
}

/** Of a parameter that is repeated the last value counts. */
function readQuery(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start + 1)));
}

/** The parsed JSON; undefined when there is no body; the text itself when the content type is another one. */
function readBody(request: FastifyRequest): unknown {
  const raw = request.body;
  if (!Buffer.isBuffer(raw) || raw.length === 0) return undefined;
  const text = raw.toString('utf8').replace(/^\uFEFF/, '');
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== '' && !/^application\/(?:[^;]+\+)?json$/.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    const { offset, message } = findJsonFault(text);
    const issue = { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {} };
    throw new Unprocessable([{ ...issue, ctx: { error: message } }]);
  }
}

/** The parts of a multipart form by name, the last one of a name winning; another content type has none. */
async function readParts(request: FastifyRequest): Promise<Map<string, Upload | string>> {
  const parts = new Map<string, Upload | string>();
  if (!request.isMultipart()) return parts;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        parts.set(part.fieldname, { filename: part.filename, content: await part.toBuffer() });
      } else {
        parts.set(part.fieldname, String(part.value));
      }
    }
  } catch {
    throw unreadableForm();
  }
  return parts;
}
