import { list, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { float, integer, text, word } from '../../fastapi/scalars.ts';
import { invalid } from '../../fastapi/shape.ts';
import { Failure } from '../errors.ts';
import type { Grading } from '../provider/tutor.ts';
import type { TeachingGuideline } from '../repositories/teaching-guidelines.ts';

export interface Student {
  id: string;
  grade: number;
  prefs: { style: string | null; lang: string | null } | null;
}

export interface Goal {
  topic: string;
  syllabus: string;
  learning_objectives: string[];
  guideline_id: string | null;
}

export interface HistoryEntry {
  role: 'teacher' | 'student';
  msg: string;
  meta: { hints: string[] } | { type: 'remediation' } | null;
}

/** What is stored in `sessions.state_json` and answered as it is (contract a.3). */
export interface SessionState {
  session_id: string;
  student: Student;
  goal: Goal;
  step_idx: number;
  history: HistoryEntry[];
  evidence: string[];
  mastery_score: number;
  last_grading: Grading | null;
  next_action: 'present';
}

/** The conversation as the provider sees it: lines `Teacher: …` and `Student: …`, or a bracketed note (contract e). */
export function conversation(history: readonly HistoryEntry[]): string {
  if (history.length === 0) return '[This is the first turn]';
  return history.map(({ role, msg }) => `${role === 'teacher' ? 'Teacher' : 'Student'}: ${msg}`).join('\n');
}

const entries = withDefault(list(text()), []);
const metadataShape = record({
  learning_objectives: entries,
  depth_level: withDefault(nullable(text()), null),
  prerequisites: entries,
  common_misconceptions: entries,
  scaffolding_strategies: entries,
});

/** The row's guideline and, when it can be read, what its metadata adds (contract b). */
export function teachingText({ guideline, metadata_json: metadata }: TeachingGuideline): string {
  const read = metadata === null ? invalid : metadataShape.check(parse(metadata), [], []);
  if (read === invalid) return guideline;
  const lines = [
    ['Learning objectives', read.learning_objectives.join('; ')],
    ['Depth', read.depth_level ?? ''],
    ['Prerequisites', read.prerequisites.join('; ')],
    ['Common misconceptions', read.common_misconceptions.join('; ')],
    ['Scaffolding', read.scaffolding_strategies.join('; ')],
  ].filter(([, content]) => content !== '');
  return [guideline, ...lines.map(([name, content]) => `${name ?? ''}: ${content ?? ''}`)].join('\n');
}

const stateShape = record({
  session_id: text(),
  student: record({ id: text(), grade: integer() }),
  goal: record({ topic: text(), learning_objectives: list(text()) }),
  step_idx: integer({ ge: 0 }),
  history: list(record({ role: word('teacher', 'student'), msg: text() })),
  evidence: list(text()),
  mastery_score: float({ ge: 0, le: 1 }),
});

/** A stored state to go on from. One that is none is refused whole: nothing may be computed from it, or written over it. */
export function parseState(json: string): SessionState {
  const state = parse(json);
  if (stateShape.check(state, [], []) === invalid) throw new Failure('the stored state of the session cannot be read');
  return state as SessionState;
}

/** Unparsable text counts as absent (contract b). */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
