import { expect, test } from '../../../fixtures/iep/index.ts';
import { iepRowOf, iepStatuses, refusedFields } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/ieps/{iep_id}/submit', () => {
  for (const body of [{}, { comments: 'Please look at the goals' }, { comments: 'x'.repeat(1000) }]) {
    const what = 'comments' in body ? `${String(body.comments.length)} characters of comment` : 'no comment';

    test(
      `puts a draft under review, with ${what}`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();
        const [neighbour, draft] = [await drafts.create(id), await drafts.create(id)];

        const answer = await iep.submitIep(200, { path: { iep_id: draft.id }, query, body });

        expect.soft(answer.message).toBe(`IEP ${draft.id} submitted for approval successfully`);
        expect.soft(answer.data).toEqual({ comments: null, ...body });
        const row = { ...iepRowOf(draft), status: 'under_review' };
        await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, row);
        await expect.soft(database, 'neighbour').toHaveRow('ieps', { id: neighbour.id }, iepRowOf(neighbour));
      },
    );
  }

  for (const status of iepStatuses.filter((each) => each !== 'draft')) {
    test(
      `refuses an IEP in ${status} and changes nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();
        const draft = await drafts.create(id);
        const path = { iep_id: draft.id };
        await iep.updateIep(200, { path, body: { status } });

        const error = await iep.submitIep(400, { path, query, body: {} });

        expect
          .soft(error)
          .toEqual({ detail: `IEP must be in draft status to submit for approval, currently ${status}` });
        await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, { ...iepRowOf(draft), status });
      },
    );
  }

  test(
    'refuses a long comment, an absent body and an unnamed user, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id);
      const path = { iep_id: draft.id };

      const long = await iep.submitIep(422, { path, query, body: { comments: 'x'.repeat(1001) } });
      const absent = await iep.submitIep(422, { path, query });
      const unnamed = await iep.submitIep(422, { path, body: {} });

      expect.soft(refusedFields(long)).toEqual(['body.comments']);
      expect.soft(refusedFields(absent)).toEqual(['body']);
      expect.soft(refusedFields(unnamed)).toEqual(['query.current_user_id']);
      await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, iepRowOf(draft));
    },
  );

  test('names an unknown IEP', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const iep_id = crypto.randomUUID();

    const error = await iep.submitIep(404, { path: { iep_id }, query, body: {} });

    expect(error).toEqual({ detail: `IEP ${iep_id} not found` });
  });
});

test.describe('GET /api/v1/ieps/pending-approval', () => {
  test(
    'lists what is under review, the oldest first',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const { id } = await students.create();
      const [first, second, third] = [await drafts.create(id), await drafts.create(id), await drafts.create(id)];
      for (const draft of [second, first]) {
        await iep.submitIep(200, { path: { iep_id: draft.id }, query, body: {} });
      }

      const list = await iep.listPendingApproval(200, { query: { limit: 100 } });

      expect.soft(list.filter(({ status }) => status !== 'under_review')).toEqual([]);
      const times = list.map(({ created_at }) => created_at);
      expect.soft(times, 'order').toEqual(times.toSorted());
      const ids = list.map((one) => one.id);
      expect.soft(ids, 'a draft').not.toContain(third.id);
      // A deployment may have a hundred older ones.
      const listed = [first, second].filter((one) => list.length < 100 || one.created_at <= (times.at(-1) ?? ''));
      const submitted = listed.map(
        (one) => expect.objectContaining({ ...iepRowOf(one), status: 'under_review' }) as unknown,
      );
      expect.soft(list, 'submitted').toEqual(expect.arrayContaining(submitted));
      expect.soft(await iep.listPendingApproval(200, { query: { limit: 1 } }), 'limit').toHaveLength(1);
    },
  );
});
