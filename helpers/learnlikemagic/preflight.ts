import type { SystemChecks } from '../preflight/check.ts';
import { apiCheck } from '../preflight/api.ts';
import { bucketCheck } from '../preflight/bucket.ts';
import { databaseCheck } from '../preflight/database.ts';
import { tables } from './tables.ts';

const removes = ['sessions', 'events', 'books', 'book_guidelines', 'teaching_guidelines'] as const;

/** What a run of LearnLikeMagic relies on. */
export const checks: SystemChecks = ({ learnlikemagic }, scope) => {
  if (!learnlikemagic) return [];
  const { apiUrl: url, headers, patience, databaseUrl, storage } = learnlikemagic;
  return [
    apiCheck({ url, headers, timeout: patience.request }, { path: '/', service: 'LearnLikeMagic LLM Backend' }, scope),
    databaseCheck({ name: 'database', url: databaseUrl }, tables, removes, scope),
    bucketCheck(storage, 'books/', scope),
  ];
};
