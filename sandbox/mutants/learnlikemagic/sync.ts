import type { BookRow } from '../../learnlikemagic/repositories/books.ts';
import type { Shard } from '../../learnlikemagic/store/guideline-documents.ts';
import { approveGuidelines, generateGuidelines, syncToDatabase } from './operations.ts';
import { During, rule, type Applied, type Query, type Rule } from './rule.ts';
import { rewrite } from '../sql.ts';

const writers = [syncToDatabase, approveGuidelines, generateGuidelines];

/** Faults of the rows of synced guidelines (contract d.10). */
export const syncRules: Rule[] = [
  mapped('sync-lists-swapped', 'The columns of objectives and examples are swapped.', (shard) => ({
    shard: { ...shard, objectives: shard.examples, examples: shard.objectives },
  })),
  mapped('sync-titles-swapped', 'The columns of topic and subtopic are swapped.', (shard) => ({
    shard: { ...shard, topic_title: shard.subtopic_title, subtopic_title: shard.topic_title },
  })),
  mapped('sync-version-one', 'Every row has the version 1.', (shard) => ({ shard: { ...shard, version: 1 } })),
  rule('sync-json-encoded-twice', 'The objectives are encoded twice.', writers, (applied) => ({
    database: {
      query:
        (original) =>
        (text, values = []) => {
          const place = /^UPDATE teaching_guidelines .*\bobjectives_json = \$(\d+)/.exec(text)?.[1];
          const listed = /^INSERT INTO teaching_guidelines \(([^)]*)\)/.exec(text)?.[1]?.split(', ');
          const index = place === undefined ? (listed?.indexOf('objectives_json') ?? -1) : Number(place) - 1;
          if (index < 0) return original(text, values);
          applied();
          return original(text, values.with(index, JSON.stringify(values[index])));
        },
    },
  })),
  rule('sync-inserts-again', 'A row that is there is written a second time.', writers, (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        const result = await original(text, values);
        if (!text.startsWith('UPDATE teaching_guidelines') || result.rowCount === 0) return result;
        applied();
        return { ...result, rowCount: 0 };
      },
    },
  })),
  rule('sync-keeps-old-row', 'A row that is there is not brought up to date.', writers, (applied) => ({
    database: { query: (original) => keepingOldRow(original, applied) },
  })),
  rule(
    'bulk-approval-keeps-old-row',
    'Bulk approval does not bring a row up to date that is there.',
    [approveGuidelines],
    (applied) => {
      const during = new During();
      return {
        guidelines: { approveAll: (original) => during.mark(original, () => true) },
        database: {
          query: (original) => (text, values) =>
            during.now ? keepingOldRow(original, applied)(text, values) : original(text, values),
        },
      };
    },
  ),
  rule('sync-renews-creation', 'An update renews the time of creation.', writers, (applied) =>
    rewrite(
      applied,
      /^UPDATE teaching_guidelines/,
      ' WHERE ',
      ", created_at = timezone('utc', clock_timestamp()) WHERE ",
    ),
  ),
  rule('sync-of-every-status', 'The status to be synced is not looked at.', [syncToDatabase], (applied) => {
    const during = new During<string>();
    const states = new Map<string, Shard['status']>();
    const nameOf = ({ book_id, topic_key, subtopic_key }: Shard): string =>
      [book_id, topic_key, subtopic_key].join('/');
    return {
      review: { sync: (original) => during.mark(original, (_bookId, status) => status) },
      guidelineStore: {
        readShard:
          (original) =>
          async (...place) => {
            const shard = await original(...place);
            if (!shard || during.now === undefined || shard.status === during.now) return shard;
            applied();
            states.set(nameOf(shard), shard.status);
            return { ...shard, status: during.now as Shard['status'] };
          },
      },
      sync: {
        write: (original) => (book, shards, alongside) =>
          original(
            book,
            shards.map((shard) => ({ ...shard, status: states.get(nameOf(shard)) ?? shard.status })),
            alongside,
          ),
      },
    };
  }),
];

/** An update of a row only looks whether it is there. */
function keepingOldRow(query: Query, applied: Applied): Query {
  return async (text, values) => {
    if (!text.startsWith('UPDATE teaching_guidelines')) return query(text, values);
    const keys = /WHERE (.*)$/.exec(text)?.[1]?.replaceAll(/\$(\d+)/g, (_, place: string) => {
      const value = values?.[Number(place) - 1];
      return `'${String(value).replaceAll("'", "''")}'`;
    });
    const found = await query(`SELECT 1 FROM teaching_guidelines WHERE ${keys ?? 'false'}`);
    if (found.rowCount !== 0) applied();
    return found;
  };
}

function mapped(
  name: string,
  description: string,
  change: (shard: Shard, book: BookRow) => { shard: Shard; book?: BookRow },
): Rule {
  return rule(name, description, writers, (applied) => ({
    sync: {
      write: (original) => (book, shards, alongside) => {
        const changed = shards.map((shard) => change(shard, book));
        const same = JSON.stringify(changed.map(({ shard }) => shard)) === JSON.stringify(shards);
        if (changed.length > 0 && (!same || changed[0]?.book)) applied();
        return original(
          changed[0]?.book ?? book,
          changed.map(({ shard }) => shard),
          alongside,
        );
      },
    },
  }));
}
