import type { ConclusionVote, PollVote } from '../state/shapes.ts';
import { now } from '../state/shapes.ts';

/** Characters of an answer that count. */
const decisive = (answer: string): string => answer.slice(0, 20);

export const saysYes = (answer: string): boolean => /\byes\b/i.test(decisive(answer));

export const saysEnd = (answer: string): boolean => /\bend\b/i.test(decisive(answer));

/** The poll on a topic: majority + 1 of those who answered; in the minority are those whose vote did not prevail. */
export function countPoll(topic: string, round: number, votes: PollVote[]): ConclusionVote {
  const yes = votes.filter(({ vote }) => vote === 'yes');
  const passed = yes.length >= Math.floor(votes.length / 2) + 1;
  const minority = votes.filter(({ vote }) => (vote === 'yes') !== passed);
  return {
    ...{ topic, round, votes, yes_votes: yes.length, total_votes: votes.length, passed },
    minority_voters: minority.map(({ agent_id: agent }) => agent),
    timestamp: now(),
  };
}
