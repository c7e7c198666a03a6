import type { Work } from '../node.ts';
import { noted } from '../questions.ts';
import { cleanQueue } from '../rules/lists.ts';
import { readSession } from '../session.ts';
import type { Update } from '../state/channels.ts';
import { themeOf } from '../voices/cast.ts';

const type = 'agenda_approval';
const results: Record<string, string> = { approve: 'approved', edit: 'edited', reorder: 'reordered' };

const accepted = (agenda: string[], result: string): Update => ({
  ...{ agenda_approved: true, agenda_rejected: false, topic_queue: agenda, final_agenda: agenda },
  ...noted(type, result),
});

/** The user approves the agenda, changes it or has it made anew (contract 2.1). */
export const agendaApproval: Work = (state, config, questions) => {
  const proposed = cleanQueue(state.proposed_agenda);
  if (proposed.length === 0) return accepted([themeOf(state)], 'approved');
  if (readSession(config).autoApproves && state.unanimous_agenda_vote) return accepted(proposed, 'auto_approved');
  const message = 'Approve the proposed agenda, edit or reorder it, or reject it.';
  const { action, fields } = questions.put(
    { type, proposed_agenda: proposed, message, options: ['approve', 'edit', 'reorder', 'reject'] },
    'reject',
  );
  const result = results[action];
  if (result === undefined) return { agenda_approved: false, agenda_rejected: true, ...noted(type, 'rejected') };
  const given = cleanQueue(fields['agenda']);
  return accepted(given.length > 0 ? given : proposed, result);
};
