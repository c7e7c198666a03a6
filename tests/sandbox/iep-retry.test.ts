import { classify, DatabaseLockError, VersionConflictError } from '../../sandbox/iep/rules/classification.ts';
import { delayAfter, retryPolicy, withRetry } from '../../sandbox/iep/rules/retry.ts';
import { countingAttempts, type Refusals } from './iep-faults.ts';
import { expect, test, textOf, type Answer, type Json } from './iep.ts';

const duplicate = 'duplicate key value violates unique constraint "uq_student_year_version"';

for (const [text, kind] of [
  [duplicate, VersionConflictError],
  ['VERSION CONFLICT', VersionConflictError],
  ['deadlock detected', DatabaseLockError],
  ['canceling statement due to lock timeout', DatabaseLockError],
] as const) {
  test(`"${text}" is tried again`, () => {
    expect(classify(new Error(text))).toBeInstanceOf(kind);
  });
}

test('waits double from a tenth of a second, with a tenth of jitter either way, up to a second', () => {
  expect([0, 1, 2, 3, 4].map((attempt) => delayAfter(attempt, () => 0.5))).toEqual([100, 200, 400, 800, 1000]);
  expect([0, 1].map((random) => delayAfter(0, () => random))).toEqual([90, expect.closeTo(110)]);
});

test('the last of four failures is thrown, another error at once', async () => {
  const failing = async (message: string): Promise<number> => {
    let calls = 0;
    const work = (): Promise<never> => {
      calls += 1;
      return Promise.reject(new Error(message));
    };
    await expect(withRetry(retryPolicy, work)).rejects.toThrow(message);
    return calls;
  };
  expect(await Promise.all([failing('deadlock detected'), failing('could not serialize access')])).toEqual([4, 1]);
});

/** Creates one IEP under refusals: attempts, the answer, its time in milliseconds, rows of the student, events of the monitor. */
test.describe('an insert that the database refuses', () => {
  const cases: [
    name: string,
    refusals: Omit<Refusals, 'student'>,
    attempts: number,
    waits: number,
    event: string | null,
  ][] = [
    ['twice for its version', { count: 2, state: '23505', text: duplicate }, 3, 270, 'resolved_after_retry'],
    ['once for a deadlock', { count: 1, state: '40P01', text: 'deadlock detected' }, 2, 90, 'resolved_after_retry'],
    ['always for its version', { count: 99, state: '23505', text: duplicate }, 4, 630, 'retry_exhausted'],
    [
      'always for a lock timeout',
      { count: 99, state: '55P03', text: 'canceling statement due to lock timeout' },
      ...([4, 630, 'retry_exhausted'] as const),
    ],
    ['for serialisation', { count: 99, state: '40001', text: 'could not serialize access' }, 1, 0, 'database_error'],
    [
      'for a foreign key',
      { count: 99, state: '23503', text: 'violates foreign key constraint' },
      1,
      0,
      'database_error',
    ],
  ];
  for (const [name, refusals, attempts, waits, event] of cases) {
    test(`${name}: ${String(attempts)} attempts`, async ({ database, deployment: { service }, student, createIep }) => {
      let answer: Answer | undefined;
      let took = 0;
      const counted = await countingAttempts(database, { student, ...refusals }, async () => {
        const started = performance.now();
        answer = await createIep(student);
        took = performance.now() - started;
      });
      const good = event === 'resolved_after_retry';
      expect([counted, answer?.status]).toEqual([attempts, good ? 201 : 500]);
      if (!good) expect(answer?.json).toEqual({ detail: 'Failed to create IEP' });
      expect(took).toBeGreaterThanOrEqual(waits);
      const stored = await database.query('SELECT version FROM ieps WHERE student_id = $1', [student]);
      expect(stored.rows).toEqual(good ? [{ version: 1 }] : []);
      const { json } = await service.call('GET', '/monitoring/conflicts/recent?limit=100');
      const events = (json['conflicts'] as unknown as Json[]).filter((each) => textOf(each['student_id']) === student);
      expect(events).toMatchObject([{ conflict_type: event, retry_count: attempts - 1, attempted_version: 1 }]);
    });
  }
});
