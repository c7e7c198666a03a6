/** The nodes of the graph, in the order of the contract (section 1). */
export const nodeNames = [
  'config_and_keys',
  'agent_instantiation',
  'get_theme',
  'agenda_proposal',
  'topic_refinement',
  'collate_proposals',
  'agenda_voting',
  'synthesize_agenda',
  'agenda_approval',
  'announce_item',
  'discussion_round',
  'round_summarization',
  'round_threshold_check',
  'end_topic_poll',
  'periodic_user_stop',
  'vote_evaluation',
  'user_topic_conclusion_confirmation',
  'final_considerations',
  'topic_report_generation',
  'topic_summary_generation',
  'file_output',
  'agent_poll',
  'user_approval',
  'agenda_modification',
  'final_report_generation',
  'multi_file_output',
] as const;

export type NodeName = (typeof nodeNames)[number];

/** Where each node leads: to one target, or to one of those that its router names (contract 1). */
export const targets: Readonly<Record<NodeName, readonly (NodeName | '__end__')[]>> = {
  config_and_keys: ['agent_instantiation'],
  agent_instantiation: ['get_theme'],
  get_theme: ['announce_item', 'agenda_proposal'],
  agenda_proposal: ['topic_refinement'],
  topic_refinement: ['collate_proposals'],
  collate_proposals: ['agenda_voting'],
  agenda_voting: ['synthesize_agenda'],
  synthesize_agenda: ['agenda_approval'],
  agenda_approval: ['announce_item', 'agenda_proposal'],
  announce_item: ['discussion_round'],
  discussion_round: ['round_summarization', 'final_considerations'],
  round_summarization: ['round_threshold_check'],
  round_threshold_check: ['end_topic_poll', 'discussion_round'],
  end_topic_poll: ['periodic_user_stop', 'vote_evaluation'],
  periodic_user_stop: ['discussion_round', 'user_topic_conclusion_confirmation'],
  vote_evaluation: ['discussion_round', 'user_topic_conclusion_confirmation'],
  user_topic_conclusion_confirmation: ['final_considerations', 'discussion_round'],
  final_considerations: ['topic_report_generation'],
  topic_report_generation: ['topic_summary_generation'],
  topic_summary_generation: ['file_output'],
  file_output: ['agent_poll'],
  agent_poll: ['final_report_generation', 'user_approval'],
  user_approval: ['final_report_generation', 'announce_item', 'agenda_modification'],
  agenda_modification: ['topic_refinement', 'announce_item'],
  final_report_generation: ['multi_file_output'],
  multi_file_output: ['__end__'],
};

/** Every edge as `source → target`, with its entry, sorted. */
export const edges: readonly string[] = [
  `__start__ → ${nodeNames[0]}`,
  ...nodeNames.flatMap((source) => targets[source].map((target) => `${source} → ${target}`)),
].sort();

/** Whether a node's successors are chosen by a router: also where all that it names are one node. */
export const routed: readonly NodeName[] = nodeNames.filter((name) => targets[name].length > 1);

/** What is wrong with a walk through the graph: steps that no edge makes. */
export const strayed = (walk: readonly string[]): string[] =>
  walk.slice(1).flatMap((node, index) => {
    const before = walk[index] ?? '';
    return edges.includes(`${before} → ${node}`) ? [] : [`no edge leads from ${before} to ${node}`];
  });
