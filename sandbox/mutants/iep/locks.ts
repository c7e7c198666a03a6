import { setTimeout } from 'node:timers/promises';
import type { NewVersion } from '../../iep/services/versions.ts';
import { createIep } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

/** Milliseconds between looking and writing where nothing keeps others out: long enough for another to look meanwhile. */
const betweenLookAndAct = 50;
/** Milliseconds between answer and commit: whoever looks at once sees nothing, and it is done before the next test begins. */
const uncommitted = 300;
/** Milliseconds for which a lock is kept: a little longer than a test waits for it to be let go, since the next test starts from what is held then. */
const keptFor = 10_500;

const apartRules = [
  rule('lock-missing', 'Nothing keeps creations of one pair apart.', [createIep], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        if (text.startsWith('INSERT INTO ieps')) await setTimeout(betweenLookAndAct);
        if (!/^SELECT pg_advisory_(un)?lock/.test(text)) return original(text, values);
        if (text.includes('_lock')) applied();
        return { rows: [], rowCount: 0 };
      },
    },
  })),
  rule('lock-by-connection', 'Each connection takes a lock of its own.', [createIep], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        if (text.startsWith('INSERT INTO ieps')) await setTimeout(betweenLookAndAct);
        const own = text.replace(/^(SELECT pg_advisory_(?:un)?lock)\(\$1\)/, '$1($1 + pg_backend_pid())');
        if (own !== text) applied();
        return original(own, values);
      },
    },
  })),
  rule('lock-let-go-early', 'The lock is let go before the row is stored.', [createIep], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        if (text.startsWith('SELECT pg_advisory_lock')) {
          const result = await original(text, values);
          await original('SELECT pg_advisory_unlock($1)', values);
          applied();
          return result;
        }
        if (text.startsWith('INSERT INTO ieps')) await setTimeout(betweenLookAndAct);
        return text.startsWith('SELECT pg_advisory_unlock') ? { rows: [], rowCount: 0 } : original(text, values);
      },
    },
  })),
  rule('failed-creation-keeps-lock', 'A creation that fails keeps its lock.', [createIep], (applied) => {
    const during = new During<{ failed: boolean }>();
    return {
      versions: { append: (original) => during.mark(original, () => ({ failed: false })) },
      database: {
        query: (original) => (text, values) => {
          const { now } = during;
          if (now && text === 'ROLLBACK') now.failed = true;
          if (now?.failed !== true || !text.startsWith('SELECT pg_advisory_unlock')) return original(text, values);
          applied();
          void setTimeout(keptFor).then(() => original(text, values).catch(() => undefined));
          return Promise.resolve({ rows: [], rowCount: 0 });
        },
      },
    };
  }),
  rule('answered-before-commit', 'A creation is answered long before it is committed.', [createIep], (applied) => {
    const during = new During();
    return {
      versions: { append: (original) => during.mark(original, () => true as const) },
      database: {
        query: (original) => (text, values) => {
          if (!during.now || text !== 'COMMIT') return original(text, values);
          applied();
          void setTimeout(uncommitted).then(() => original(text).catch(() => undefined));
          return Promise.resolve({ rows: [], rowCount: 0 });
        },
      },
    };
  }),
];

const failureRules = [
  rule(
    'failed-creation-leaves-row',
    'A creation that fails for its template is stored without it.',
    [createIep],
    (applied) => {
      const during = new During<{ insert?: () => Promise<void> }>();
      return {
        versions: {
          append: (original) =>
            during.mark(
              (version: NewVersion) =>
                original(version).catch(async (error: unknown) => {
                  if (String(error).includes('template_id')) await during.now?.insert?.();
                  throw error;
                }),
              () => ({}),
            ),
        },
        database: {
          query:
            (original) =>
            (text, values = []) => {
              const { now } = during;
              if (now && text.startsWith('INSERT INTO ieps')) {
                const { template_id } = place(text);
                now.insert = async () => {
                  const bare = values.map((value, index) => (index === template_id ? null : value));
                  const stored = await original(text, bare).catch(() => undefined);
                  if (stored) applied();
                };
              }
              return original(text, values);
            },
        },
      };
    },
  ),
];

/** Where a column stands in an insertion. */
function place(text: string): Record<string, number> {
  const columns = /\(([^)]*)\)/.exec(text)?.[1]?.split(', ') ?? [];
  return Object.fromEntries(columns.map((column, index) => [column, index]));
}

/** Faults of what keeps creations apart, and of what is stored when (contract 7, 7.2). */
export const lockRules: Rule[] = [...apartRules, ...failureRules];
