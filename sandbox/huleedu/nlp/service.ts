import { startWorker, type Stores } from '../chain/worker.ts';
import { applySchema } from '../library/database.ts';
import { outboxSchema } from '../library/outbox.ts';
import { handlers } from './handlers.ts';

export interface NlpOptions extends Stores {
  classManagementUrl: string;
  /** Ends in `/v1/content`. */
  contentUrl: string;
}

/** Creates the one table in an empty database: the outbox. */
export const migrateNlp = (databaseUrl: string): Promise<void> => applySchema(databaseUrl, outboxSchema());

/** Starts the service: consumer and relay, without any HTTP. */
export async function startNlp(options: NlpOptions): Promise<{ close(): Promise<void> }> {
  const { classManagementUrl, contentUrl } = options;
  const names = { groupId: 'nlp-service-consumer-group', clientId: 'nlp-service-consumer' };
  return startWorker({ ...options, ...names, service: 'nlp-service', by: 'event_type' }, handlers, (tools) => ({
    ...{ ...tools, classManagementUrl, contentUrl },
  }));
}
