import { expect, listOf, Session, test, textOf, type Json } from './agora.ts';

const theme = 'Public libraries in small towns';
const silent = { user_participation_timing: 'disabled' };

/** A session whose first topic is about to be discussed. */
async function approved(
  configurable: object,
  agenda = ['One', 'Two'],
): Promise<{ session: Session; question: Json | undefined }> {
  const session = await Session.open(configurable);
  await session.start(theme);
  return { session, question: await session.answer({ action: 'edit', agenda }) };
}

test('a rejected agenda is proposed again, as often as it is', async () => {
  const session = await Session.open();
  await session.start(theme);
  await session.answer({ action: 'reject' });
  expect(await session.answer({ action: 'reject' })).toMatchObject({ type: 'agenda_approval' });
  const values = await session.values();
  expect(values).toMatchObject({ agenda_approved: false, agenda_rejected: true, current_phase: 1 });
  expect(listOf(values['hitl_state']?.['approval_history']).map(({ result }) => result)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(listOf(values['phase_history']).map(({ to_phase: to }) => to)).toEqual([0, 1, 1, 1]);
});

for (const [action, result] of [
  ['approve', 'approved'],
  ['edit', 'edited'],
  ['reorder', 'reordered'],
] as const) {
  test(`agenda: ${action}`, async () => {
    const session = await Session.open(silent);
    await session.start(theme);
    await session.answer({ action, agenda: ['B', 'A'] });
    const values = await session.values();
    expect(values).toMatchObject({
      agenda_approved: true,
      final_agenda: ['B', 'A'],
      active_topic: 'B',
      topic_queue: ['A'],
    });
    expect(listOf(values['hitl_state']?.['approval_history']).at(-1)).toMatchObject({
      type: 'agenda_approval',
      result,
    });
  });
}

test('an answer as a state update skips the node and goes on from it', async () => {
  const session = await Session.open(silent);
  await session.start(theme);
  await session.update({ agenda_approved: true, topic_queue: ['Only'], final_agenda: ['Only'] }, 'agenda_approval');
  expect((await session.state())['next']).toEqual(['announce_item']);
  expect(await session.goOn()).toMatchObject({ type: 'periodic_stop', current_topic: 'Only', current_round: 3 });
});

test('the user speaks before a round, and every agent of it hears', async ({ agora }) => {
  const { session, question } = await approved({ user_participation_timing: 'START_OF_ROUND' });
  expect(question).toMatchObject({
    ...{
      type: 'user_turn_participation',
      current_round: 2,
      timing: 'round_start',
      participation_type: 'proactive_guidance',
    },
    ...{
      round_phase: 'pre_discussion',
      timing_phase: 'before_agents',
      previous_summary: expect.stringContaining('round 1'),
    },
  });
  await session.answer({ action: 'participate', message: 'Please think of the 4711 children.' });
  const values = await session.values();
  const extras = listOf(values['messages']).map(({ additional_kwargs: of }) => of ?? {});
  expect(extras.filter((of) => textOf(of['speaker_id']) === 'user').map(({ round }) => round)).toEqual([2]);
  expect(agora.rules.calls('4711').filter(({ purpose }) => purpose === 'discussion').length).toBeGreaterThanOrEqual(3);
  expect(listOf(values['round_history'])[1]).toMatchObject({ message_count: 4 });
});

test('finalizing after a round leaves out its summary, and asks every agent for last words', async () => {
  const { session, question } = await approved({});
  expect(question).toMatchObject({ current_round: 1, timing: 'round_end', previous_summary: null });
  expect(await session.answer({ action: 'finalize' })).toMatchObject({
    type: 'topic_continuation',
    completed_topic: 'One',
  });
  const values = await session.values();
  expect(values).toMatchObject({ user_turn_decision: 'finalize', user_forced_conclusion: true, round_summaries: [] });
  expect(listOf(values['consensus_proposals']?.['One_final_considerations'])).toHaveLength(3);
});

for (const action of ['continue', 'end_topic', 'modify', 'skip']) {
  test(`periodic stop: ${action}`, async () => {
    const { session, question } = await approved(silent);
    expect(question).toMatchObject({ type: 'periodic_stop', options: ['continue', 'end_topic', 'modify', 'skip'] });
    expect(await session.answer({ action })).toMatchObject({
      ...{ type: 'topic_conclusion', options: ['confirm', 'continue'] },
    });
    const values = await session.values();
    expect(values).toMatchObject({ user_periodic_decision: action, periodic_stop_counter: 1 });
    expect(listOf(values['hitl_state']?.['approval_history']).at(-1)).toMatchObject({
      type: 'periodic_stop',
      result: action,
      round: 3,
    });
  });
}

test('a topic that is not to be concluded is discussed on', async () => {
  const { session } = await approved(silent);
  await session.answer({ action: 'continue' });
  expect(await session.answer({ action: 'continue' })).toMatchObject({ type: 'topic_conclusion', current_round: 4 });
  expect(listOf((await session.values())['vote_history']).map(({ vote_type: type }) => type)).toEqual([
    ...['topic_conclusion', 'topic_conclusion', 'vote_evaluation'],
  ]);
});

for (const [action, flags] of [
  ['end_session', [false, true, false, false]],
  ['generate_final_report', [false, true, true, false]],
] as const) {
  test(`continuation: ${action}`, async () => {
    const { session } = await approved({});
    await session.answer({ action: 'finalize' });
    expect(await session.answer({ action })).toBeUndefined();
    const values = await session.values();
    const names = ['approves_continuation', 'requests_end', 'requests_final_report', 'requested_modification'];
    expect(names.map((name) => values[`user_${name}`])).toEqual(flags);
    expect(values['session_completed']).toBe(true);
  });
}

test('the next topic begins with its first round and without the decisions on the last one', async () => {
  const { session } = await approved({});
  expect(await session.answer({ action: 'finalize' })).toMatchObject({ remaining_topics: ['Two'] });
  expect(await session.answer({ action: 'continue' })).toMatchObject({ current_topic: 'Two', current_round: 1 });
  expect(await session.values()).toMatchObject({
    ...{ active_topic: 'Two', current_round: 0, user_forced_conclusion: false, user_turn_decision: 'continue' },
  });
});

test('an agenda that the user modifies is talked over again', async () => {
  const { session } = await approved({});
  await session.answer({ action: 'finalize' });
  expect(await session.answer({ action: 'modify_agenda' })).toMatchObject({ type: 'agenda_modification' });
  const question = await session.answer({ action: 'edit', agenda: ['Three', 'Four'] });
  expect(question).toMatchObject({ type: 'agenda_approval', proposed_agenda: ['Three', 'Four'] });
  expect(listOf((await session.values())['phase_history']).at(-1)).toMatchObject({ from_phase: 4, to_phase: 1 });
});

test('topics of the user skip the agenda', async () => {
  const session = await Session.open(silent);
  await session.start(theme, { user_defines_topics: true, topic_queue: ['Mine', 'Yours'] });
  expect(await session.values()).toMatchObject({
    ...{ final_agenda: ['Mine', 'Yours'], user_defined_agenda: true, agenda_approved: true, active_topic: 'Mine' },
  });
  const asked = await Session.open(silent);
  expect(await asked.start(theme, { user_defines_topics: true })).toMatchObject({ type: 'user_topics' });
  await asked.answer({ action: 'define', agenda: ['Mine'] });
  expect((await asked.values())['active_topic']).toBe('Mine');
});
