import type { SystemSettings } from '../env/systems/index.ts';
import type { Operation } from '../helpers/http/operation.ts';
import { objectKeys } from '../helpers/learnlikemagic/documents.ts';
import { operations as learnlikemagic } from '../helpers/learnlikemagic/operations/index.ts';
import type { ObjectSamples } from './recording/object-kind.ts';

/** What the engine must be told of a system; its tables and rules it finds itself. */
export interface DetectableSystem {
  readonly name: keyof SystemSettings;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Base URLs of its API by the variable that holds them: a proxy is put in front of each. */
  readonly urls: (settings: SystemSettings) => Readonly<Record<string, string | undefined>>;
  readonly objects: ObjectSamples;
  /** Variables that hold the client's patience in seconds. */
  readonly patience: readonly string[];
}

export const systems: readonly DetectableSystem[] = [
  {
    name: 'learnlikemagic',
    operations: learnlikemagic,
    urls: ({ learnlikemagic: settings }) => ({
      LEARNLIKEMAGIC_API_URL: settings?.apiUrl,
      LEARNLIKEMAGIC_OUTAGE_API_URL: settings?.outageApiUrl,
    }),
    objects: {
      folder: objectKeys.prefix('ID'),
      metadata: objectKeys.metadata('ID'),
      image: objectKeys.image('ID', 1),
      text: objectKeys.text('ID', 1),
      pageGuideline: objectKeys.pageGuideline('ID', 1),
      guidelines: objectKeys.guidelines('ID'),
      index: objectKeys.index('ID'),
      indexSnapshot: objectKeys.indexSnapshot('ID', 1),
      pageIndex: objectKeys.pageIndex('ID'),
      shard: objectKeys.shard('ID', 'ID', 'ID'),
    },
    patience: ['LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS', 'LEARNLIKEMAGIC_LLM_CALL_SECONDS'],
  },
];

/** One table of all systems. Throws when two systems use the same name. */
function merge<T>(tables: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> {
  const entries = tables.flatMap((table) => Object.entries(table));
  const names = entries.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`two systems name something the same: ${twice.join(', ')}`);
  return Object.fromEntries(entries);
}

/** The operations of every system. */
export const allOperations = merge(systems.map(({ operations }) => operations));

/** The kinds of objects of every system. */
export const allObjects: ObjectSamples = merge(systems.map(({ objects }) => objects));
