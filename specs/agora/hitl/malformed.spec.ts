import { expect, test } from '../../../fixtures/agora/index.ts';
import { defaults, outcomeOf, plans, type InterruptType } from '../../../fixtures/agora/values.ts';
import type { Plot } from '../../../fixtures/agora/sessions.ts';

const malformed = [
  { name: 'a text', answer: 'approve' },
  { name: 'an object without an action', answer: { invalid: 'data' } },
  { name: 'an action that is null', answer: { action: null } },
  { name: 'an action that is empty', answer: { action: '' } },
  { name: 'an action that is none of the options', answer: { action: 'invalid_action' } },
];

/** The server takes these for no answer at all (langgraph-server 7). */
const nothing = [
  ['null', null],
  ['an empty text', ''],
] as const;

const asked: readonly { readonly type: InterruptType; readonly plot: Plot; readonly leads: string }[] = [
  {
    type: 'agenda_approval',
    plot: (steps, discussion) => steps.proposed(discussion, ['One topic', 'Two topics']),
    leads: 'announce_item',
  },
  {
    type: 'user_turn_participation',
    plot: (steps, discussion) => steps.announced(discussion),
    leads: 'round_summarization',
  },
  {
    type: 'periodic_stop',
    plot: (steps, discussion) => steps.polled(discussion, 3, 0),
    leads: 'discussion_round',
  },
  {
    type: 'topic_conclusion',
    plot: (steps, discussion) => [
      ...steps.polled(discussion, 3, 3),
      { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } },
    ],
    leads: 'final_considerations',
  },
  {
    type: 'topic_continuation',
    plot: (steps, discussion) => steps.repolled({ ...discussion, queue: ['What remains'] }),
    leads: 'announce_item',
  },
];

test.describe('a malformed answer', () => {
  for (const { type, plot, leads } of asked) {
    for (const { name, answer } of malformed) {
      test(
        `that is ${name} is taken for the default of ${type}`,
        { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-33') },
        async ({ sessions }) => {
          const { session } = await sessions.plant(plot);
          await session.proceed();
          expect(session.pause?.value.type).toBe(type);

          const { nodes, error } = await session.answer(answer);

          expect.soft(error).toBeUndefined();
          expect.soft([...nodes, ...(await session.state()).next][1]).toBe(leads);
          expect(session.values.error_count ?? 0).toBe(0);
        },
      );
    }

    test(
      `with members that ${type} does not know is taken by its action`,
      { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-33') },
      async ({ sessions }) => {
        const { session } = await sessions.plant(plot);
        await session.proceed();
        expect(session.pause?.value.type).toBe(type);

        const { nodes } = await session.answer({ action: defaults[type], unknown: { deep: [1] }, options: [] });

        expect.soft([...nodes, ...(await session.state()).next][1]).toBe(leads);
        expect(session.values).not.toHaveProperty('unknown');
      },
    );

    for (const [name, answer] of nothing) {
      test(
        `that is ${name} is refused by the server, and ${type} stays asked`,
        { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-33') },
        async ({ sessions }) => {
          const { session } = await sessions.plant(plot);
          await session.proceed();
          const before = await session.state();

          const refused = await session.open({ command: { resume: answer } }).toEnd();

          expect.soft(outcomeOf(refused).error?.error).toBe('EmptyInputError');
          const after = await session.state();
          expect.soft(after.values).toEqual(before.values);
          expect(after.next).toEqual(before.next);
        },
      );
    }
  }
});

test.describe('an answer to nothing', () => {
  test('changes nothing and fails nothing', { tag: ['@stream', '@interrupt', '@writes'] }, async ({ sessions }) => {
    const { session } = await sessions.plant((steps, discussion) => [
      ...steps.repolled(discussion),
      { node: 'user_approval', values: { user_approves_continuation: false, user_requests_end: true } },
    ]);
    await session.proceed();
    const before = await session.state();

    const events = await session.open({ command: { resume: { action: 'continue' } } }).toEnd();

    const { nodes, error } = outcomeOf(events);
    expect.soft(nodes).toEqual([]);
    expect.soft(error).toBeUndefined();
    expect((await session.state()).values).toEqual(before.values);
  });
});
