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
import { branches, edges, routers } from './routing.ts';
import { Channels } from './state/channels.ts';

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

/** The flow as a graph without a checkpointer: the server brings its own. */
function build() {
  const graph = new StateGraph(Channels) as StateGraph<typeof Channels, typeof Channels.State, typeof Channels.Update, string>;
  for (const [name, work] of Object.entries(nodes)) graph.addNode(name, node(name, work));
  graph.addEdge(START, 'config_and_keys');
  for (const [from, to] of edges) graph.addEdge(from, to);
  for (const { after, by, to } of branches) {
    for (const from of after) graph.addConditionalEdges(from, routers[by], to);
  }
  return graph.compile({ name: 'agora' });
}

export const graph = build();
