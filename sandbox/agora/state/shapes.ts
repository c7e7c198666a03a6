/** Entries of the state as nodes write them (contract 5). */
export interface AgentInfo {
  id: string;
  model: string;
  provider: string;
  role: 'moderator' | 'participant';
  message_count: number;
  created_at: string;
}

export interface Proposal {
  agent_id: string;
  proposals: string;
  error?: string;
}

export interface Vote {
  id: string;
  voter_id: string;
  phase: number;
  vote_type: 'topic_selection' | 'continue_discussion' | 'consensus';
  choice: string;
  timestamp: string;
  metadata?: Record<string, unknown>;
}

export interface PollVote {
  agent_id: string;
  vote: 'yes' | 'no';
  justification: string;
  timestamp: string;
}

export interface ConclusionVote {
  topic: string;
  round: number;
  votes: PollVote[];
  yes_votes: number;
  total_votes: number;
  passed: boolean;
  minority_voters: string[];
  timestamp: string;
}

export interface RoundSummary {
  round_number: number;
  topic: string;
  summary_text: string;
  created_by: 'summarizer';
  timestamp: string;
  token_count: number;
  compression_ratio: number;
}

export interface RoundInfo {
  round_id: string;
  round_number: number;
  topic: string;
  start_time: string;
  end_time: string;
  participants: string[];
  message_count: number;
  summary: string | null;
}

export interface Section {
  title: string;
  description: string;
}

/** What is put to the user, and what is kept of it in `hitl_state`. */
export interface Approval {
  type: string;
  result: string;
  timestamp: string;
  round?: number;
  completed_topic?: string;
}

export const now = (): string => new Date().toISOString();
