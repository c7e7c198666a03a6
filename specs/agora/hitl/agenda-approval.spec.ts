import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

const agenda = ['Openness of data', 'Costs of trust', 'Who decides'];
const accepted = [
  { what: 'approve of what is proposed', answer: { action: 'approve' }, result: 'approved', expected: agenda },
  {
    what: 'approve of another agenda',
    answer: { action: 'approve', agenda: ['Costs of trust'] },
    ...{ result: 'approved', expected: ['Costs of trust'] },
  },
  {
    what: 'edit',
    answer: { action: 'edit', agenda: ['Another topic', 'Who decides'] },
    ...{ result: 'edited', expected: ['Another topic', 'Who decides'] },
  },
  {
    what: 'reorder',
    answer: { action: 'reorder', agenda: agenda.toReversed() },
    ...{ result: 'reordered', expected: agenda.toReversed() },
  },
];

test.describe('agenda_approval', () => {
  test(
    'asks for the proposed agenda with its four options, and goes on when it is approved',
    {
      tag: ['@critical', '@stream', '@interrupt', '@writes'],
      annotation: plans('VA-23', 'VA-11', 'VA-77'),
    },
    async ({ sessions }) => {
      const { session } = await sessions.create();

      const question = await session.until('agenda_approval');
      const { nodes } = await session.answer({ action: 'approve' });

      expect.soft(question.options).toEqual(['approve', 'edit', 'reorder', 'reject']);
      expect.soft(question.proposed_agenda).toEqual(session.outcomes[0]?.values.proposed_agenda);
      expect.soft(nodes.slice(0, 2)).toEqual(['agenda_approval', 'announce_item']);
      expect(session.values).toMatchObject({
        ...{ agenda_approved: true, final_agenda: question.proposed_agenda },
        ...{ active_topic: question.proposed_agenda[0], topic_queue: question.proposed_agenda.slice(1) },
      });
    },
  );

  for (const way of ['resume', 'state'] as const) {
    for (const { what, answer, result, expected } of accepted) {
      test(
        `takes ${what} by ${way}`,
        { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-12') },
        async ({ sessions }) => {
          const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, agenda));
          await session.proceed();

          await session.answer(answer, way);

          expect.soft(session.values).toMatchObject({
            ...{ agenda_approved: true, final_agenda: expected },
            ...{ active_topic: expected[0], topic_queue: expected.slice(1), current_phase: 2 },
          });
          const history = session.values.hitl_state?.approval_history ?? [];
          expect(history.map((entry) => [entry.type, entry.result])).toEqual([['agenda_approval', result]]);
        },
      );
    }

    test(
      `goes back to the proposals when the agenda is rejected by ${way}, and asks again`,
      {
        tag: ['@stream', '@interrupt', '@writes'],
        annotation: plans('VA-12', 'VA-77'),
      },
      async ({ sessions }) => {
        const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, agenda));
        await session.proceed();

        const { nodes, pauses } = await session.answer({ action: 'reject' }, way);

        expect
          .soft(nodes.slice(nodes.indexOf('agenda_proposal')))
          .toEqual([
            ...['agenda_proposal', 'topic_refinement', 'collate_proposals', 'agenda_voting', 'synthesize_agenda'],
          ]);
        expect.soft(pauses.map(({ value }) => value.type)).toEqual(['agenda_approval']);
        const history = session.values.hitl_state?.approval_history ?? [];
        expect.soft(history.map((entry) => entry.result)).toEqual(['rejected']);
        expect(session.values).toMatchObject({ agenda_approved: false, agenda_rejected: true, current_phase: 1 });
      },
    );
  }

  test(
    'can be rejected as often as the user likes',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => steps.proposed(discussion, agenda));
      await session.proceed();

      await session.answer({ action: 'reject' });
      await session.answer({ action: 'reject' });
      await session.answer({ action: 'approve' });

      const history = session.values.hitl_state?.approval_history ?? [];
      expect.soft(history.map((entry) => entry.result)).toEqual(['rejected', 'rejected', 'approved']);
      expect(session.values.agenda_approved).toBe(true);
    },
  );

  test(
    'is not asked for an empty agenda: the theme becomes the only topic',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session, theme } = await sessions.plant((steps, discussion) => steps.proposed(discussion, []));

      const { nodes } = await session.proceed();

      expect.soft(nodes.slice(0, 2)).toEqual(['agenda_approval', 'announce_item']);
      expect(session.values).toMatchObject({ agenda_approved: true, final_agenda: [theme], active_topic: theme });
    },
  );

  test(
    'is not asked where all agree and the session says so',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.plant(
        (steps, discussion) => [
          ...steps.proposed(discussion, agenda).slice(0, -1),
          { node: 'synthesize_agenda', values: { proposed_agenda: agenda, unanimous_agenda_vote: true } },
        ],
        { context: { preferences: { auto_approve_agenda_on_consensus: true } } },
      );

      await session.proceed();

      const history = session.values.hitl_state?.approval_history ?? [];
      expect.soft(history.map((entry) => [entry.type, entry.result])).toEqual([['agenda_approval', 'auto_approved']]);
      expect(session.values).toMatchObject({ agenda_approved: true, final_agenda: agenda });
    },
  );

  test(
    'is asked where all agree, unless the session says otherwise',
    { tag: ['@stream', '@interrupt', '@writes'] },
    async ({ sessions }) => {
      const { session } = await sessions.plant((steps, discussion) => [
        ...steps.proposed(discussion, agenda).slice(0, -1),
        { node: 'synthesize_agenda', values: { proposed_agenda: agenda, unanimous_agenda_vote: true } },
      ]);

      const { pauses } = await session.proceed();

      expect(pauses.map(({ value }) => value.type)).toEqual(['agenda_approval']);
    },
  );
});
