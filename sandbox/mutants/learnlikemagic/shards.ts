import type { GuidelineIndex, Shard } from '../../learnlikemagic/store/guideline-documents.ts';
import { During, rule, type Decoration, type Rule } from './rule.ts';

/** A method of a service that changes guidelines. */
export type Writer = { guidelines: 'generate' | 'approveAll' } | { review: 'update' | 'decide' };

/** Marks the calls of one writer. */
export function markWriter(writer: Writer, during: During): Decoration {
  return Object.fromEntries(
    Object.entries(writer).map(([service, method]) => [
      service,
      { [method]: (original: (...args: unknown[]) => unknown) => during.mark(original, () => true) },
    ]),
  );
}

const keyOf = ({ book_id, topic_key, subtopic_key }: Shard): string => [book_id, topic_key, subtopic_key].join('/');

/** The writer stores another shard; `before` is the one that was stored last. With null it stores none. */
export function shardRule(
  name: string,
  description: string,
  operations: string[],
  writer: Writer,
  change: (shard: Shard, before: Shard | undefined) => Partial<Shard> | null,
): Rule {
  return rule(name, description, operations, (applied) => {
    const during = new During();
    const stored = new Map<string, Shard>();
    return {
      ...markWriter(writer, during),
      guidelineStore: {
        readShard:
          (original) =>
          async (...place) => {
            const shard = await original(...place);
            if (shard) stored.set(keyOf(shard), shard);
            return shard;
          },
        writeShard: (original) => async (shard) => {
          const changed = during.now ? change(shard, stored.get(keyOf(shard))) : {};
          if (changed === null || Object.keys(changed).length > 0) applied();
          if (changed !== null) await original({ ...shard, ...changed });
        },
      },
    };
  });
}

/** The writer replaces the index by another, or with null not at all. */
export function indexRule(
  name: string,
  description: string,
  operations: string[],
  writer: Writer,
  change: (old: GuidelineIndex, index: GuidelineIndex) => [GuidelineIndex, GuidelineIndex] | null,
): Rule {
  return rule(name, description, operations, (applied) => {
    const during = new During();
    return {
      ...markWriter(writer, during),
      guidelineStore: {
        replaceIndex: (original) => async (old, index) => {
          const changed = during.now ? change(old, index) : ([old, index] as const);
          if (during.now) applied();
          if (changed) await original(...changed);
        },
      },
    };
  });
}
