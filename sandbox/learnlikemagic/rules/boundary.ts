import { Failure } from '../errors.ts';
import type { SubtopicPlace } from './index.ts';
import { slug } from './slug.ts';

export interface BoundaryReply {
  decision: 'continue' | 'new';
  continue_score: number;
  new_score: number;
  continue_subtopic_key: string | null;
  new_subtopic_key: string | null;
  new_subtopic_title: string | null;
  reasoning: string;
}

export type Place = Omit<SubtopicPlace, 'status'>;

/** Whether a page goes on with a subtopic or begins one: the scores decide, not the word (contract d.5). */
export function decide(reply: Pick<BoundaryReply, 'continue_score' | 'new_score'>): {
  kind: 'continue' | 'new';
  confidence: number;
} {
  const { continue_score: go, new_score: begin } = reply;
  if (go >= 0.6 && begin < 0.7) return { kind: 'continue', confidence: go };
  if (begin >= 0.75) return { kind: 'new', confidence: begin };
  if (go > begin) return { kind: 'continue', confidence: Math.min(go, 0.65) };
  return { kind: 'new', confidence: Math.min(begin, 0.65) };
}

/** The subtopic that the reply means (contract d.5); a Failure when it names none that can be. */
export function resolvePlace(
  reply: BoundaryReply,
  open: readonly Place[],
  fallback: { key: string; title: string },
): Place & { confidence: number } {
  const { kind, confidence } = decide(reply);
  const place = kind === 'continue' ? continued(reply, open) : begun(reply, open, fallback);
  return { ...place, confidence };
}

function continued({ continue_subtopic_key: key }: BoundaryReply, open: readonly Place[]): Place {
  const place = key === null ? open.at(-1) : open.find((each) => each.subtopic_key === key);
  if (place) return place;
  throw new Failure(key === null ? 'No open subtopic to continue' : `Subtopic ${key} not found in open subtopics`);
}

function begun(reply: BoundaryReply, open: readonly Place[], fallback: { key: string; title: string }): Place {
  const subtopicKey = slug(reply.new_subtopic_key ?? '');
  const subtopicTitle = reply.new_subtopic_title ?? '';
  if (subtopicKey === '' || subtopicTitle === '') {
    throw new Failure('LLM must provide new_subtopic_key and new_subtopic_title');
  }
  const last = open.at(-1);
  return {
    topic_key: last?.topic_key ?? fallback.key,
    topic_title: last?.topic_title ?? fallback.title,
    subtopic_key: subtopicKey,
    subtopic_title: subtopicTitle,
  };
}
