import { expect, listOf, questionOf, Session, test, textOf, type Json } from './agora.ts';

const theme = 'Public libraries in small towns';
const silent = { user_participation_timing: 'disabled' };
const three = ['gpt-4o_1', 'gpt-4o_2', 'claude-3-5-sonnet_3'];

const contents = (values: Json): string[] => listOf(values['messages']).map((message) => textOf(message['content']));

test('a node that raises ends its run as NodeExecutionError, and the session goes on from it', async () => {
  const session = await Session.open(silent);
  const context = { faults: { agenda_proposal: { error: 'ValueError', times: 1 } } };
  const events = await session.run({ input: { main_topic: theme } }, { context });
  const { event, data } = events.at(-1) ?? { event: '', data: {} };
  expect(event).toBe('error');
  expect(data['error']).toBe('NodeExecutionError');
  expect(data['message']).toBe('Node agenda_proposal failed: ValueError: injected failure in agenda_proposal');
  const state = await session.state();
  expect(state['next']).toEqual(['agenda_proposal']);
  expect(state['values']).toMatchObject({ current_phase: 0, error_count: 0, last_error: null });
  expect(await session.goOn()).toMatchObject({ type: 'agenda_approval' });
});

test('a pause is no error', async () => {
  const session = await Session.open();
  const events = await session.run({ input: { main_topic: theme } });
  expect(events.map(({ event }) => event)).not.toContain('error');
  expect(await session.values()).toMatchObject({ error_count: 0, last_error: null });
});

test('an agent that fails twice answers at the third attempt', async () => {
  const session = await Session.open();
  const context = { faults: { [three[0] ?? '']: { fail: 2 } } };
  await session.start(theme, {}, { context });
  const proposals = listOf((await session.values())['proposed_topics']);
  expect(proposals.map(({ agent_id: id }) => id)).toEqual(three);
  expect(proposals.every((one) => !('error' in one))).toBe(true);
});

test('an agent that fails for good is told of, and the session goes on without it', async () => {
  const session = await Session.open(silent);
  const agent = three[1] ?? '';
  // Three attempts for the proposal, for the refinement that keeps it, and for the vote.
  await session.start(theme, {}, { context: { faults: { [agent]: { fail: 9 } } } });
  const agenda = await session.values();
  expect(listOf(agenda['proposed_topics'])[1]).toMatchObject({ proposals: 'Failed to provide proposals' });
  expect(listOf(agenda['votes'])[1]).toMatchObject({ choice: 'No preference' });
  const context = { faults: { [agent]: { fail: 3 } } };
  await session.answer({ action: 'edit', agenda: ['One'] }, { context });
  const values = await session.values();
  expect(contents(values)).toContain(`[Failed to get response from ${agent} after retries]`);
  expect(listOf(values['messages'])).toHaveLength(9);
});

test('a provider that times out is replaced by the next one', async ({ agora }) => {
  const session = await Session.open();
  const own = `${theme} and time-outs`;
  await session.start(own, {}, { context: { faults: { Anthropic: { timeout: 1 } } } });
  const asked = agora.rules.calls(`You are ${three[2] ?? ''}, a participant of the discussion on "${own}"`);
  expect(asked.map(({ purpose, model }) => [purpose, model])).toEqual([
    ['agenda-proposal', 'gpt-4o'],
    ['agenda-refinement', 'claude-3-5-sonnet'],
    ['agenda-vote', 'claude-3-5-sonnet'],
  ]);
});

test('the moderator’s failures have their fallbacks', async () => {
  const session = await Session.open();
  const question = await session.start(theme, {}, { context: { faults: { moderator: { fail: 99 } } } });
  expect(listOf(question?.['proposed_agenda'])).toEqual(
    ['Foundations of', 'Risks of', 'Limits of'].map((start) => `${start} ${theme}`),
  );
});

test('a failing summarizer is counted, a failing report writer told in the report', async () => {
  const session = await Session.open();
  await session.start(theme);
  const summarizer = { context: { faults: { summarizer: { fail: 3 } } } };
  await session.answer({ action: 'edit', agenda: ['One'] });
  await session.answer({ action: 'continue' }, summarizer);
  expect(await session.values()).toMatchObject({ error_count: 1, round_summaries: [] });
  await session.answer({ action: 'finalize' }, { context: { faults: { report_writer: { fail: 3 } } } });
  const values = await session.values();
  expect(textOf(values['report_error'])).toContain('report_writer gave no answer');
  expect(textOf(values['topic_summaries']?.['One'])).toContain('could not be written');
});

for (const [field, value] of [
  ['session_id', null],
  ['current_phase', 'invalid_string'],
  ['current_phase', -1],
  ['ui_state', {}],
  ['agents', 'a string'],
  ['topic_queue', [['Nested', 7], '', 'Plain']],
] as const) {
  test(`a spoilt ${field} is repaired by the next node: ${JSON.stringify(value)}`, async () => {
    const session = await Session.open(silent);
    await session.start(theme);
    const before = await session.values();
    await session.update({ [field]: value });
    const context = { faults: { state: { [field]: value } } };
    // Once by a client, once by the first node of the run.
    expect(
      questionOf(await session.run({ command: { resume: { action: 'edit', agenda: ['One', 'Two'] } } }, { context })),
    ).toMatchObject({
      type: 'periodic_stop',
    });
    const values = await session.values();
    expect(values).toMatchObject({ current_phase: 2, session_id: expect.any(String) });
    expect(Object.keys(values['agents'] ?? {})).toEqual(Object.keys(before['agents'] ?? {}));
    expect(values['ui_state']).toMatchObject({ console_initialized: false });
    expect(listOf(values['topic_queue']).every((topic) => typeof topic === 'string')).toBe(true);
  });
}

test('answers of the model are set by purpose, agent and theme', async ({ agora }) => {
  const own = 'Own answers in small towns';
  const who = (agent: string): string => `You are ${agent}, a participant of the discussion on "${own}"`;
  const answers = [
    { purpose: 'discussion', match: who(three[0] ?? ''), answer: { content: '' } },
    { purpose: 'discussion', match: who(three[1] ?? ''), answer: { status: 400 } },
    { purpose: 'relevance', match: `"speaker":"${three[2] ?? ''}"`, answer: { content: '{"relevance_score": 0.2}' } },
    { purpose: 'conclusion-poll', match: who(three[0] ?? ''), answer: { content: 'No, not yet.' } },
    { purpose: 'conclusion-poll', match: who(three[1] ?? ''), answer: { content: 'No, not yet.' } },
  ];
  const ids = answers.map((rule) => agora.rules.add(rule).id);
  const session = await Session.open({ ...silent, checkpoint_interval: 20 });
  await session.start(own);
  // In round 3 the poll fails, so the limit of steps ends the run.
  await session.run({ command: { resume: { action: 'edit', agenda: ['One'] } } }, { recursionLimit: 12 });
  for (const id of ids) agora.rules.remove(id);
  const values = await session.values();
  const first = contents(values);
  expect(first).toContain(`[Empty response from ${three[0] ?? ''}]`);
  expect(first).toContain('[Failed to respond: the model answered 400]');
  expect(first.filter((text) => text.startsWith('[OFF-TOPIC] '))).toHaveLength(2);
  expect(
    listOf(values['messages']).filter(({ additional_kwargs: of }) => of?.['warning_for'] === three[2]),
  ).toHaveLength(2);
  expect(listOf(values['vote_history'])[0]).toMatchObject({ result: 'failed', yes_votes: 1, total_votes: 3 });
});
