import { START, StateGraph } from '@langchain/langgraph';
import { node, type Work } from './node.ts';
import { agendaProposal, agendaVoting, collateProposals, synthesizeAgenda, topicRefinement } from './nodes/agenda.ts';
import { agendaApproval } from './nodes/approval.ts';
import { fileOutput, finalConsiderations, topicReportGeneration, topicSummaryGeneration } from './nodes/conclusion.ts';
import { agendaModification, agentPoll, userApproval } from './nodes/continuation.ts';
import { announceItem, discussionRound } from './nodes/discussion.ts';
import { finalReportGeneration, multiFileOutput } from './nodes/final.ts';
import * as rounds from './nodes/rounds.ts';
import { agentInstantiation, configAndKeys, getTheme } from './nodes/setup.ts';
import { questions, type Questions } from './questions.ts';
import { branches, edges, routers } from './routing.ts';
import { channelsBy, type Channels } from './state/channels.ts';
import { reducers, type Reducers } from './state/reducers.ts';

const nodes: Record<string, Work> = {
  config_and_keys: configAndKeys,
  agent_instantiation: agentInstantiation,
  get_theme: getTheme,
  agenda_proposal: agendaProposal,
  topic_refinement: topicRefinement,
  collate_proposals: collateProposals,
  agenda_voting: agendaVoting,
  synthesize_agenda: synthesizeAgenda,
  agenda_approval: agendaApproval,
  announce_item: announceItem,
  discussion_round: discussionRound,
  round_summarization: rounds.roundSummarization,
  round_threshold_check: rounds.roundThresholdCheck,
  end_topic_poll: rounds.endTopicPoll,
  periodic_user_stop: rounds.periodicUserStop,
  vote_evaluation: rounds.voteEvaluation,
  user_topic_conclusion_confirmation: rounds.userTopicConclusionConfirmation,
  final_considerations: finalConsiderations,
  topic_report_generation: topicReportGeneration,
  topic_summary_generation: topicSummaryGeneration,
  file_output: fileOutput,
  agent_poll: agentPoll,
  user_approval: userApproval,
  agenda_modification: agendaModification,
  final_report_generation: finalReportGeneration,
  multi_file_output: multiFileOutput,
};

/** What the graph is made of, by kind and name; each is looked up whenever it is needed. */
export interface Parts {
  nodes: Record<string, Work>;
  routers: typeof routers;
  reducers: Reducers;
  questions: Questions;
}

export type Wrap = <Name extends keyof Parts>(name: Name, part: Parts[Name]) => Parts[Name];

/** The flow as a graph without a checkpointer: the server brings its own. `wrap` may put other parts in place of the honest ones. */
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type -- a compiled graph's type is inferred
export function build(wrap: Wrap = (_, part) => part) {
  const parts = {
    ...{ nodes: wrap('nodes', nodes), routers: wrap('routers', routers) },
    ...{ reducers: wrap('reducers', reducers), questions: wrap('questions', questions) },
  };
  const channels = channelsBy(parts.reducers);
  const graph: StateGraph<Channels, Channels['State'], Channels['Update'], string> = new StateGraph(channels);
  for (const [name, honestly] of Object.entries(nodes)) {
    const work = node(name, (state, config, asked) => (parts.nodes[name] ?? honestly)(state, config, asked));
    graph.addNode(name, (state, config) => work(state, config, parts.questions));
  }
  graph.addEdge(START, 'config_and_keys');
  for (const [from, to] of edges) graph.addEdge(from, to);
  for (const { after, by, to } of branches) {
    for (const from of after) graph.addConditionalEdges(from, (state) => parts.routers[by](state), to);
  }
  return graph.compile({ name: 'agora' });
}

export const graph = build();
