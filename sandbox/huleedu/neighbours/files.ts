import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import type { Listening } from '../../listen.ts';
import { record } from '../../fastapi/composites.ts';
import { text } from '../../fastapi/scalars.ts';
import { read } from '../payloads/common.ts';
import { buildEnvelope } from '../library/envelope.ts';
import { createHttp, serve } from '../library/http.ts';
import type { Sender } from '../library/producer.ts';
import { sources, topics } from '../payloads/names.ts';

const stored = record({ storage_id: text({ min: 1 }) });

async function store(contentUrl: string, bytes: Uint8Array): Promise<string> {
  const answer = await fetch(contentUrl, { method: 'POST', body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`Content service answered ${String(answer.status)}`);
  return read(stored, await answer.json()).storage_id;
}

interface Upload {
  name: string;
  bytes: Uint8Array;
}

/** The batch and the files of a form; undefined when it is none. */
async function formOf(request: FastifyRequest): Promise<{ batchId: string; files: Upload[] } | undefined> {
  if (!request.isMultipart()) return undefined;
  const files: Upload[] = [];
  let batchId: unknown;
  for await (const part of request.parts()) {
    if (part.type === 'file') files.push({ name: part.filename, bytes: await part.toBuffer() });
    else if (part.fieldname === 'batch_id') batchId = part.value;
  }
  return typeof batchId === 'string' && batchId !== '' && files.length > 0 ? { batchId, files } : undefined;
}

/** Why a text is no essay; undefined for one that is. */
const faultOf = (bytes: Uint8Array): string | undefined => (bytes.length === 0 ? 'EMPTY_CONTENT' : undefined);

/**
 * The file service's route of the chain: `POST /v1/files/batch`, a form of `batch_id` and `files`, stores each text in the content
 * service and publishes event 1 for it, or that it is no essay when it is empty. Answered with 202 when all are published.
 */
export async function startFiles(
  place: { host: string; port: number },
  { sender, contentUrl }: { sender: Sender; contentUrl: string },
): Promise<Listening> {
  const provision = async (batchId: string, { name, bytes }: Upload, correlationId: string): Promise<void> => {
    const about = {
      ...{ entity_id: batchId, file_upload_id: randomUUID(), original_file_name: name },
      ...{ file_size_bytes: bytes.length, correlation_id: correlationId, timestamp: new Date().toISOString() },
    };
    const raw = await store(contentUrl, bytes);
    const code = faultOf(bytes);
    const publish = (topic: string, data: object): Promise<void> => {
      const envelope = buildEnvelope({ topic, source: sources.files, correlationId, data });
      return sender.send({ topic, key: undefined, value: JSON.stringify(envelope) });
    };
    if (code !== undefined) {
      const data = {
        event: 'essay.validation.failed',
        ...about,
        validation_error_code: code,
        raw_file_storage_id: raw,
      };
      return publish(topics.essayValidationFailed, data);
    }
    const hash = createHash('md5').update(bytes).digest('hex');
    const ids = { raw_file_storage_id: raw, text_storage_id: await store(contentUrl, bytes), content_md5_hash: hash };
    const data = { event: 'essay.content.provisioned', ...about, ...ids };
    return publish(topics.contentProvisioned, data);
  };
  const app = createHttp();
  await app.register(multipart, { limits: { files: 100, fileSize: 10 * 1024 * 1024 } });
  app.get('/healthz', () => ({ status: 'healthy' }));
  app.post('/v1/files/batch', async (request, reply) => {
    const form = await formOf(request);
    if (form === undefined) return reply.code(400).send({ error: 'batch_id and files are required' });
    const { batchId, files } = form;
    const correlationId = randomUUID();
    for (const file of files) await provision(batchId, file, correlationId);
    const message = `${String(files.length)} files received for batch ${batchId}`;
    return reply.code(202).send({ message, batch_id: batchId, correlation_id: correlationId });
  });
  return serve(app, 'File service', place.host, place.port);
}
