import { z } from 'zod';
import { runIdPattern } from '../../env/run.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { LearnLikeMagicSettings } from '../../env/systems/learnlikemagic.ts';
import type { Kind, NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import { Database } from '../database/database.ts';
import { removeRows } from '../database/row-removal.ts';
import type { Redact } from '../http/redaction.ts';
import { Storage } from '../storage/storage.ts';
import { objectKeys, writableFor } from './documents.ts';
import { tables, type Tables } from './tables.ts';

const SessionRequest = z.object({ student: z.object({ id: z.string() }) });
const BookRequest = z.union([
  z.object({ author: z.string().min(1) }).transform(({ author }) => ({ author })),
  z.object({ subject: z.string().min(1) }).transform(({ subject }) => ({ subject })),
]);

const kinds = {
  session: {
    keyOf: ({ body }) => SessionRequest.safeParse(body).data?.student,
    idOf: (body) => z.object({ session_id: z.string() }).safeParse(body).data?.session_id,
  },
  book: {
    keyOf: ({ body }) => BookRequest.safeParse(body).data,
    idOf: (body) => z.object({ id: z.string() }).safeParse(body).data?.id,
  },
  // Rows that the suite inserts itself, with an id that carries the prefix.
  guideline: { keyOf: () => undefined, idOf: () => undefined },
} as const satisfies Record<string, Kind>;

const isOwnBookId = (id: string, prefix: string): boolean =>
  id.startsWith(prefix) || id.startsWith(`unknown_${prefix}`);

/** SQL for "this book id starts with the prefix": its author does, or its subject when it has no author (contract d.2). */
const ownBookId = (column: string, parameter: string): string =>
  `(starts_with(${column}, ${parameter}) OR starts_with(${column}, 'unknown_' || ${parameter}))`;

/** Id of the student in a session's document; undefined where others have spoiled it. */
function studentIn(json: string): string | undefined {
  try {
    return z.object({ id: z.string() }).safeParse(JSON.parse(json)).data?.id;
  } catch {
    return undefined;
  }
}

/**
 * SQL for "this guideline is the run's": its id starts with the prefix where the suite inserted it, its country where it
 * was synced from a book. An upgraded table forgets the book when that is deleted (contract b).
 */
const ownGuideline = (parameter: string): string =>
  `(starts_with(id, ${parameter}) OR starts_with(country, ${parameter}))`;

class LearnLikeMagicRemover implements Remover {
  constructor(
    private readonly database: Database<Tables>,
    private readonly storage: Storage,
    private readonly prefix: string,
  ) {}

  async resolve(kind: string, key: NaturalKey): Promise<string[]> {
    if (kind === 'session') {
      return (await this.sessions()).filter(({ student }) => student === key['id']).map(({ id }) => id);
    }
    if (kind === 'book') {
      // A subject is a key only where it stands for an absent author; many books of a run share an ordinary one.
      const text = `SELECT id FROM books WHERE (author = $1 AND starts_with(id, $3))
        OR (subject = $2 AND starts_with(id, 'unknown_' || $3))`;
      return this.ids(text, [key['author'] ?? null, key['subject'] ?? null, this.prefix]);
    }
    return [];
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'session') return this.removeSession(id);
    if (kind === 'book') return this.removeBook(id);
    if (kind === 'guideline') {
      const text = `DELETE FROM teaching_guidelines WHERE id = $1 AND ${ownGuideline('$2')}`;
      await this.database.execute(text, [id, this.prefix]);
      return;
    }
    throw new Error(`helpers/learnlikemagic/removal.ts knows no kind ${kind}`);
  }

  async leftovers(): Promise<string[]> {
    const sessions = (await this.sessions()).map(({ id }) => id);
    const [rows, objects] = await Promise.all([
      this.database.query<{ line: string }>(
        `SELECT 'session ' || id AS line FROM sessions WHERE id = ANY ($2)
         UNION ALL SELECT 'events of session ' || session_id FROM events WHERE session_id = ANY ($2)
         UNION ALL SELECT 'book ' || id FROM books WHERE ${ownBookId('id', '$1')}
         UNION ALL SELECT 'book_guidelines ' || id FROM book_guidelines WHERE ${ownBookId('book_id', '$1')}
         UNION ALL SELECT 'teaching_guidelines ' || id FROM teaching_guidelines
           WHERE ${ownGuideline('$1')} OR ${ownBookId('book_id', '$1')}`,
        [this.prefix, sessions],
      ),
      this.objects(),
    ]);
    return [...rows.map(({ line }) => line), ...objects.map((key) => `object ${key}`)];
  }

  async roots(): Promise<Root[]> {
    const rows = await this.database.query<Root>(
      `SELECT 'book' AS kind, id FROM books WHERE ${ownBookId('id', '$1')}
       UNION SELECT 'book', book_id FROM teaching_guidelines WHERE ${ownBookId('book_id', '$1')}
       UNION SELECT 'guideline', id FROM teaching_guidelines WHERE ${ownGuideline('$1')}`,
      [this.prefix],
    );
    const bookIds = new Set((await this.objects()).map((key) => key.split('/')[1] ?? ''));
    for (const { kind, id } of rows) if (kind === 'book') bookIds.delete(id);
    const sessions = (await this.sessions()).map(({ id }) => ({ kind: 'session', id }));
    return [...sessions, ...rows, ...[...bookIds].map((id) => ({ kind: 'book', id }))];
  }

  async close(): Promise<void> {
    await Promise.all([this.database.close(), this.storage.close()]);
  }

  /** Keys of every object under a book id of the run. */
  private async objects(): Promise<string[]> {
    const lists = ['', 'unknown_'].map((start) => this.storage.keys(`books/${start}${this.prefix}`));
    return (await Promise.all(lists)).flat();
  }

  /** Sessions whose student's id starts with the prefix; a note that quotes it makes nobody the run's. */
  private async sessions(): Promise<{ readonly id: string; readonly student: string }[]> {
    // Its candidates: a document that is no JSON would fail a query that reads its members.
    const text = `SELECT id, student_json FROM sessions WHERE strpos(student_json, '"' || $1) > 0`;
    const rows = await this.database.query<{ id: string; student_json: string }>(text, [this.prefix]);
    return rows.flatMap(({ id, student_json }) => {
      const student = studentIn(student_json);
      return student?.startsWith(this.prefix) === true ? [{ id, student }] : [];
    });
  }

  private async ids(text: string, values: readonly unknown[]): Promise<string[]> {
    return (await this.database.query<{ id: string }>(text, values)).map(({ id }) => id);
  }

  private async removeSession(id: string): Promise<void> {
    const own = (await this.sessions()).some((session) => session.id === id);
    if (!own && (await this.database.count('sessions', { id })) > 0) {
      throw new Error(`its student does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    await removeRows(this.database, [
      { text: 'DELETE FROM events WHERE session_id = $1', values: [id] },
      { text: 'DELETE FROM sessions WHERE id = $1', values: [id] },
    ]);
  }

  private async removeBook(id: string): Promise<void> {
    if (!isOwnBookId(id, this.prefix)) {
      throw new Error(`the book does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    await removeRows(this.database, [
      { text: 'DELETE FROM teaching_guidelines WHERE book_id = $1', values: [id] },
      { text: 'DELETE FROM book_guidelines WHERE book_id = $1', values: [id] },
      { text: 'DELETE FROM books WHERE id = $1', values: [id] },
    ]);
    await this.storage.removePrefix(objectKeys.prefix(id));
  }
}

function settingsOf({ learnlikemagic }: SystemSettings): LearnLikeMagicSettings {
  if (!learnlikemagic) throw new Error('The ledger names learnlikemagic, which this environment does not host');
  return learnlikemagic;
}

/** Handles on both stores; nothing is written to the bucket without the prefix of a run. */
function stores(settings: SystemSettings, redact: Redact, prefix?: string): [Database<Tables>, Storage] {
  const { databaseUrl, storage } = settingsOf(settings);
  const applicationName = prefix === undefined ? 'test_sweep' : `${prefix}cleanup`;
  return [
    new Database(tables, { url: databaseUrl, applicationName, redact }),
    new Storage(storage, redact, prefix === undefined ? undefined : writableFor(prefix)),
  ];
}

/** Clean-up of LearnLikeMagic, in the plan's order (5.5): events, sessions; guidelines, books; then S3. */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new LearnLikeMagicRemover(...stores(settings, redact, prefix), prefix),
  async findRuns(settings, redact) {
    const [database, storage] = stores(settings, redact);
    // Where a name of the suite may begin: an id or a key.
    const pattern = `^(?:unknown_|books/|books/unknown_)?(test_${runIdPattern}_)`;
    try {
      const rows = await database.query<{ run: string }>(
        `SELECT DISTINCT substring(name FROM $1) AS run FROM (
           SELECT id AS name FROM books
           UNION ALL SELECT id FROM teaching_guidelines UNION ALL SELECT country FROM teaching_guidelines
           UNION ALL SELECT book_id FROM teaching_guidelines) names
         WHERE name ~ $1`,
        [pattern],
      );
      const keys = (
        await Promise.all(['books/test_', 'books/unknown_test_'].map((start) => storage.keys(start)))
      ).flat();
      const quoted = `SELECT student_json AS json FROM sessions WHERE student_json ~ $1`;
      const sessions = await database.query<{ json: string }>(quoted, [`"test_${runIdPattern}_`]);
      const names = [...keys, ...sessions.map(({ json }) => studentIn(json) ?? '')];
      const runs = names.flatMap((key) => new RegExp(pattern).exec(key)?.[1] ?? []);
      return [...new Set([...rows.map(({ run }) => run), ...runs])].sort();
    } finally {
      await Promise.all([database.close(), storage.close()]);
    }
  },
};
