import { createHash, randomUUID } from 'node:crypto';
import type { Listening } from '../../listen.ts';
import { record } from '../../fastapi/composites.ts';
import { text } from '../../fastapi/scalars.ts';
import { read } from '../payloads/common.ts';
import { buildEnvelope } from '../library/envelope.ts';
import type { Sender } from '../library/producer.ts';
import { sources, topics } from '../payloads/names.ts';
import { notFound, serve, type Call } from './answering.ts';

const stored = record({ storage_id: text({ min: 1 }) });

async function store(contentUrl: string, bytes: Uint8Array): Promise<string> {
  const answer = await fetch(contentUrl, { method: 'POST', body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`Content service answered ${String(answer.status)}`);
  return read(stored, await answer.json()).storage_id;
}

/** The batch and the files of a form; undefined when it is none. */
async function formOf({ headers, body }: Call): Promise<{ batchId: string; files: File[] } | undefined> {
  const init = { headers: { 'content-type': headers['content-type'] ?? '' } };
  const form = await new Response(new Uint8Array(body), init).formData().catch(() => undefined);
  const batchId = form?.get('batch_id');
  const files = form?.getAll('files').filter((file) => file instanceof File) ?? [];
  return typeof batchId === 'string' && batchId !== '' && files.length > 0 ? { batchId, files } : undefined;
}

/** Why a text is no essay; undefined for one that is. */
const faultOf = (bytes: Uint8Array): string | undefined => (bytes.length === 0 ? 'EMPTY_CONTENT' : undefined);

/**
 * The file service's route of the chain: `POST /v1/files/batch`, a form of `batch_id` and `files`, stores each text in the content
 * service and publishes event 1 for it, or that it is no essay when it is empty. Answered with 202 when all are published.
 */
export function startFiles(
  place: { host: string; port: number },
  { sender, contentUrl }: { sender: Sender; contentUrl: string },
): Promise<Listening> {
  const provision = async (batchId: string, file: File, correlationId: string): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const about = {
      ...{ entity_id: batchId, file_upload_id: randomUUID(), original_file_name: file.name },
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
  return serve('File service', place, async (call) => {
    if (call.method !== 'POST' || call.path !== '/v1/files/batch') return notFound;
    const form = await formOf(call);
    if (form === undefined) return { status: 400, body: { error: 'batch_id and files are required' } };
    const { batchId, files } = form;
    const correlationId = randomUUID();
    for (const file of files) await provision(batchId, file, correlationId);
    const message = `${String(files.length)} files received for batch ${batchId}`;
    return { status: 202, body: { message, batch_id: batchId, correlation_id: correlationId } };
  });
}
