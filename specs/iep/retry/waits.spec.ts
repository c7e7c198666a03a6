import { expect, test } from '../../../fixtures/iep/index.ts';
import { raised, waitsBetween } from '../../../fixtures/iep/values.ts';

/** Waits before the second, third and fourth attempt, ten percent to either side (contract 7.1). Seconds. */
const waits = [0.1, 0.2, 0.4];
const jitter = 0.1;
/** What an attempt itself may take beside the wait, in the best of several creations. Seconds. */
const slack = 0.15;
const creations = 3;

test.describe('POST /api/v1/ieps', () => {
  test(
    'waits a tenth of a second before it tries again, then twice as long each time, with jitter',
    { tag: ['@integration', '@slow', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, refusal }) => {
      const { id } = await students.create();
      const error = raised.retried['a version conflict'];
      const trigger = await refusal.plant({ ...error, studentId: id, times: 1_000 });

      for (let number = 0; number < creations; number += 1) {
        await iep.createIep(500, { query: { current_user_id: 4711 }, body: drafts.build(id) });
      }

      const measured = waitsBetween(await trigger.attempts(), waits.length + 1);
      expect(measured).toHaveLength(creations);
      for (const [index, wait] of waits.entries()) {
        const times = measured.map((each) => each[index] ?? 0);
        const which = `seconds before attempt ${String(index + 2)}: ${times.map((time) => time.toFixed(3)).join(', ')}`;
        // A timer may be a millisecond or two early; a busy machine only adds to a wait, so the shortest is judged.
        expect.soft(Math.min(...times), which).toBeGreaterThanOrEqual(wait * (1 - jitter) - 0.005);
        expect.soft(Math.min(...times), which).toBeLessThanOrEqual(wait * (1 + jitter) + slack);
      }
    },
  );
});
