import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { branches, edges } from '../../sandbox/agora/routing.ts';
import { call, expect, listOf, nodesOf, questionOf, Session, test, textOf, type Json } from './agora.ts';

const nodes = `config_and_keys agent_instantiation get_theme agenda_proposal topic_refinement collate_proposals agenda_voting
  synthesize_agenda agenda_approval announce_item discussion_round round_summarization round_threshold_check end_topic_poll
  periodic_user_stop vote_evaluation user_topic_conclusion_confirmation final_considerations topic_report_generation
  topic_summary_generation file_output agent_poll user_approval agenda_modification final_report_generation multi_file_output`;

const theme = 'Public libraries in small towns';

test('has the 26 nodes of the contract, and ten decisions', async () => {
  const graph = await call('GET', '/assistants/agora/graph');
  const ids = listOf(graph['nodes']).map(({ id }) => textOf(id));
  expect(ids.filter((id) => !id.startsWith('__')).sort()).toEqual(nodes.split(/\s+/).sort());
  const lines = listOf(graph['edges']).map(({ source, target, conditional }) => ({
    ...{ line: `${textOf(source)} ${textOf(target)}`, conditional: Boolean(conditional) },
  }));
  const linesThatAre = (conditional: boolean): string[] =>
    lines.filter((one) => one.conditional === conditional).map(({ line }) => line);
  expect(linesThatAre(false).sort()).toEqual(
    [['__start__', 'config_and_keys'], ...edges].map((edge) => edge.join(' ')).sort(),
  );
  const expected = branches.flatMap(({ after, to }) =>
    after.flatMap((from) => [...new Set(Object.values(to))].map((target) => `${from} ${target}`)),
  );
  expect([...new Set(linesThatAre(true))].sort()).toEqual(expected.sort());
  expect(branches).toHaveLength(10);
});

test('leads one topic through every question to its end', async ({ agora }) => {
  const session = await Session.open();
  const asked: string[] = [];
  const passed: string[] = [];
  const go = async (body: object): Promise<Json | undefined> => {
    const events = await session.run(body);
    passed.push(...nodesOf(events).filter((name) => name !== '__interrupt__'));
    const question = questionOf(events);
    if (question) asked.push(textOf(question['type']));
    return question;
  };
  const first = await go({ input: { main_topic: theme } });
  expect(first).toMatchObject({ options: ['approve', 'edit', 'reorder', 'reject'], message: expect.any(String) });
  await go({ command: { resume: { action: 'edit', agenda: ['Opening hours'] } } });
  for (let round = 1; round <= 3; round += 1) await go({ command: { resume: { action: 'continue' } } });
  await go({ command: { resume: { action: 'continue' } } });
  await go({ command: { resume: { action: 'confirm' } } });
  expect(await go({ command: { resume: { action: 'continue' } } })).toBeUndefined();

  const turns = Array.from({ length: 3 }, () => 'user_turn_participation');
  expect(asked).toEqual(['agenda_approval', ...turns, 'periodic_stop', 'topic_conclusion', 'topic_continuation']);
  expect(passed).toHaveLength(30);
  const values = await session.values();
  expect((await session.state())['next']).toEqual([]);
  expect(values).toMatchObject({
    ...{ session_completed: true, current_phase: 5, completed_topics: ['Opening hours'], topic_queue: [] },
    ...{ rounds_per_topic: { 'Opening hours': 3 }, report_generation_status: 'completed', error_count: 0 },
  });
  expect(listOf(values['phase_history']).map(({ from_phase: from, to_phase: to }) => [from, to])).toEqual([
    ...[
      [-1, 0],
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ],
  ]);
  expect(listOf(values['messages'])).toHaveLength(9);
  expect(values['total_messages']).toBe(9);
  const [a = [], b = [], c = []] = listOf(values['turn_order_history']).map((order) => listOf(order));
  expect([b, c]).toEqual([
    [...a.slice(1), a[0]],
    [...b.slice(1), b[0]],
  ]);

  const folder = path.join(agora.home, textOf(values['final_report_directory']));
  const files = listOf(values['final_report_files']).map(({ filename }) => textOf(filename));
  expect((await readdir(folder)).sort()).toEqual(['00_index.md', ...files]);
  const report = await readFile(
    path.join(agora.home, textOf(values['topic_summary_files']?.['Opening hours'])),
    'utf8',
  );
  expect(report).toContain(`Theme: ${theme}`);
  expect(report).toContain('Rounds discussed: 3');
});

test('sessions do not mix, and the state is what the stream ended with', async () => {
  const sessions = await Promise.all([Session.open(), Session.open(), Session.open()]);
  const themes = sessions.map((_, place) => `Theme number ${String(place)} of three`);
  const streams = await Promise.all(
    sessions.map((session, place) => session.run({ input: { main_topic: themes[place] } })),
  );
  for (const [place, session] of sessions.entries()) {
    const last = streams[place]?.filter(({ event, data }) => event === 'values' && !('__interrupt__' in data)).at(-1);
    const values = await session.values();
    expect(last?.data).toEqual(values);
    expect(values['main_topic']).toBe(themes[place]);
    expect(values['proposed_agenda']).toContain(`Risks of ${String(themes[place])}`);
  }
});

test('a stream ends with its run, and that of a run which waits for another one does not end before it', async () => {
  const session = await Session.open({ user_participation_timing: 'disabled' });
  await session.start(theme);
  const times: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    const start = performance.now();
    await session.run({ command: { resume: { action: 'reject' } } });
    times.push(performance.now() - start);
  }
  // The server itself looks every 500 ms.
  expect(Math.min(...times)).toBeLessThan(400);
  const discussed = session.run({ command: { resume: { action: 'edit', agenda: ['One'] } } });
  const waiting = session.run({ command: { resume: { action: 'end_topic' } }, multitask_strategy: 'enqueue' });
  expect(questionOf(await discussed)).toMatchObject({ type: 'periodic_stop' });
  expect(questionOf(await waiting)).toMatchObject({ type: 'topic_conclusion' });
});
