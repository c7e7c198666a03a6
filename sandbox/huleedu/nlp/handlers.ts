import type { Redis } from 'ioredis';
import { inTransaction, type Database } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import type { Outbox } from '../library/outbox.ts';
import { batchBase, read, type EssayReference } from '../payloads/common.ts';
import { matchingRequested } from '../payloads/matching.ts';
import { sources, topics } from '../payloads/names.ts';
import { suggest, type Student } from './matching.ts';
import { failed, matched, summarize, type EssayResult } from './results.ts';
import { rosterOf, textOf } from './sources.ts';

export interface Resources {
  database: Database;
  redis: Redis;
  outbox: Outbox;
  classManagementUrl: string;
  /** Ends in `/v1/content`. */
  contentUrl: string;
}

async function judge(contentUrl: string, essay: EssayReference, roster: readonly Student[]): Promise<EssayResult> {
  try {
    return matched(essay, suggest(await textOf(contentUrl, essay.text_storage_id), roster));
  } catch (error) {
    return failed(essay, error);
  }
}

/** Event 4 becomes event 5: one result for each essay, in the order of the request. */
async function matchBatch(resources: Resources, { data, correlation_id: correlationId }: Envelope): Promise<void> {
  const { database, redis, outbox, classManagementUrl, contentUrl } = resources;
  const request = read(matchingRequested, data);
  const { batch_id: id, class_id: classId } = request;
  const roster = await rosterOf(redis, classManagementUrl, classId);
  const results = await Promise.all(request.essays_to_process.map((essay) => judge(contentUrl, essay, roster)));
  const suggested = {
    ...batchBase('batch.author.matches.suggested', id),
    ...{ batch_id: id, class_id: classId, course_code: request.course_code, match_results: results },
    ...{ processing_summary: summarize(results), processing_metadata: {} },
  };
  const address = { aggregateType: 'batch', aggregateId: id, key: id, topic: topics.matchesSuggested };
  await inTransaction(database, (client) =>
    outbox.add(client, { ...address, source: sources.matching, correlationId, data: suggested }),
  );
}

/** What is done with the records of each `event_type`. The analysis of a pipeline is not run by this deployment. */
export const handlers: Readonly<Record<string, (resources: Resources, envelope: Envelope) => Promise<void>>> = {
  [topics.matchingRequested]: matchBatch,
  [topics.nlpInitiate]: () => Promise.resolve(),
};
