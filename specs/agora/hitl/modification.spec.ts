import { expect, test } from '../../../fixtures/agora/index.ts';
import { plans } from '../../../fixtures/agora/values.ts';

test.describe('agenda_modification', () => {
  test(
    'asks the user who wanted it, takes his or her list, and has it refined and approved anew',
    { tag: ['@stream', '@interrupt', '@writes'], annotation: plans('VA-28', 'VA-77') },
    async ({ sessions }) => {
      const revised = ['What the user wants', 'And this as well'];
      const { session } = await sessions.plant((steps, planted) => steps.repolled(planted), {
        queue: ['What remains'],
      });
      await session.proceed();
      await session.answer({ action: 'modify_agenda' });
      const { next } = await session.state();

      const { updates, nodes } = await session.answer({ action: 'edit', agenda: revised });

      expect.soft(next).toEqual(['agenda_modification']);
      const written = updates.find(({ node }) => node === 'agenda_modification')?.update;
      expect.soft(written).toMatchObject({
        topic_queue: revised,
        agenda_modifications: { type: 'user_modification', original: ['What remains'], revised },
      });
      expect.soft(nodes.slice(0, 2)).toEqual(['agenda_modification', 'topic_refinement']);
      expect(session.pause?.value.type).toBe('agenda_approval');
    },
  );
});
