import path from 'node:path';
import { folderOf, save } from '../files.ts';
import { reasonOf } from '../errors.ts';
import type { Work } from '../node.ts';
import { enter } from '../phases.ts';
import { cleanQueue } from '../rules/lists.ts';
import { fileName, stamp } from '../rules/names.ts';
import type { State } from '../state/channels.ts';
import { now } from '../state/shapes.ts';
import { insist } from '../voices/ask.ts';
import { agentPrompt, participants, roleVoice, summarizerPrompt, themeOf, topicOf } from '../voices/cast.ts';
import { attempt } from './agenda.ts';
import { writeReport } from './report.ts';

const considerationsOf = (state: State): string[] =>
  state.consensus_proposals?.[`${topicOf(state)}_final_considerations`] ?? [];

/** Last words: of the minority after a vote, of all when the user has ended the topic. */
export const finalConsiderations: Work = async (state, config) => {
  const topic = topicOf(state);
  const minority = state.conclusion_vote?.minority_voters ?? [];
  const asked = participants(state).filter(({ id }) => state.user_forced_conclusion || minority.includes(id));
  const texts: string[] = [];
  for (const voice of asked) {
    const task = { task: 'final-considerations', instruction: 'Give your final considerations on the topic.', topic };
    const answer = await attempt(() => insist(voice, agentPrompt(state, voice, task), config));
    if ('text' in answer) texts.push(answer.text);
  }
  return {
    consensus_proposals: { ...state.consensus_proposals, [`${topic}_final_considerations`]: texts },
    ...enter(state, 3, `the discussion of ${topic} is over`, state.user_forced_conclusion ? 'user' : 'consensus'),
  };
};

/** Structure first, then section by section; a failure is told in the report itself. */
export const topicReportGeneration: Work = async (state, config) => {
  const topic = topicOf(state);
  const summaries = state.round_summaries.filter((one) => one.topic === topic).map((one) => one.summary_text);
  const source = { topic, round_summaries: summaries, final_considerations: considerationsOf(state) };
  const phase = enter(state, 3, `the discussion of ${topic} is over`, 'consensus');
  try {
    const { structure, sections } = await writeReport(state, { kind: 'topic', least: 3, most: 6, source }, config);
    const text = sections.map(({ title, text: body }) => `## ${title}\n\n${body}`).join('\n\n');
    const structures = { ...state.report_structures, [`${topic}_structure`]: structure };
    return { topic_summaries: { [topic]: text }, report_structures: structures, report_error: null, ...phase };
  } catch (error) {
    if (config.signal?.aborted) throw error;
    const text = `The report on "${topic}" could not be written: ${reasonOf(error)}`;
    return { topic_summaries: { [topic]: text }, report_error: reasonOf(error), ...phase };
  }
};

/** One paragraph that concludes the topic. */
export const topicSummaryGeneration: Work = async (state, config) => {
  const topic = topicOf(state);
  const task = {
    ...{ task: 'topic-conclusion', instruction: 'Conclude the topic in one paragraph of 3 to 5 sentences.', topic },
    report: state.topic_summaries[topic] ?? '',
  };
  const answer = await attempt(() => insist(roleVoice('summarizer', config), summarizerPrompt(state, task), config));
  const failed = 'failure' in answer;
  const text = failed ? `The discussion of "${topic}" is over. No conclusion could be written.` : answer.text;
  return { topic_summaries: { [`${topic}_conclusion`]: text }, summary_error: failed ? answer.failure : null };
};

/** Saves the report; the topic is done with, also when that fails. */
export const fileOutput: Work = async (state) => {
  const topic = topicOf(state);
  const date = new Date();
  const name = `topic_report_${stamp(date)}.md`;
  const file = path.posix.join(folderOf(state), fileName(topic, 40), name);
  const rounds = state.rounds_per_topic[topic] ?? 0;
  const head = [
    `# ${topic}`,
    `Generated: ${date.toISOString()}`,
    `Theme: ${themeOf(state)}`,
    `Rounds discussed: ${String(rounds)}`,
  ];
  const text = `${[...head, state.topic_summaries[topic] ?? ''].join('\n\n')}\n`;
  const failure = await save(file, text).then(() => null, reasonOf);
  return {
    ...(failure === null
      ? { topic_report_saved: name, topic_summary_files: { ...state.topic_summary_files, [topic]: file } }
      : { topic_report_saved: null }),
    ...{ file_save_error: failure, active_topic: null },
    ...(state.completed_topics.includes(topic) ? {} : { completed_topics: topic }),
    topic_queue: cleanQueue(state.topic_queue).filter((other) => other !== topic),
    ...(topic in state.topics_info && { topics_info: { [topic]: { status: 'completed', end_time: now() } } }),
  };
};
