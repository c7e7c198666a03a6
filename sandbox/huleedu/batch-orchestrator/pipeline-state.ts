/** The phases that have a place in the state of a batch's pipeline, in this order. */
const kept = ['spellcheck', 'nlp', 'ai_feedback', 'cj_assessment'] as const;
type Phase = (typeof kept)[number];

type PhaseStatus =
  | 'requested_by_user'
  | 'pending_dependencies'
  | 'dispatch_initiated'
  | 'in_progress'
  | 'completed_successfully'
  | 'completed_with_partial_success'
  | 'failed'
  | 'skipped_due_to_dependency_failure'
  | 'skipped_by_user_config'
  | 'cancelled';

interface PhaseState {
  status: PhaseStatus;
  essay_counts: { total: number; pending_dispatch_or_processing: number; successful: number; failed: number };
  started_at: string | null;
  completed_at: string | null;
  error_info: object | null;
  progress_percentage: number;
}

/** State of a batch's pipeline (contract d.3). */
export type PipelineState = Record<Phase, PhaseState> & {
  batch_id: string;
  requested_pipelines: string[];
  last_updated: string;
};

const phaseState = (status: PhaseStatus): PhaseState => ({
  status,
  essay_counts: { total: 0, pending_dispatch_or_processing: 0, successful: 0, failed: 0 },
  started_at: null,
  completed_at: null,
  error_info: null,
  progress_percentage: 0,
});

/** Right after registration: the spelling waits for essays, the assessment too where it is wanted, the rest is skipped. */
export function initialState(batchId: string, withAssessment: boolean, now: string): PipelineState {
  return {
    batch_id: batchId,
    requested_pipelines: withAssessment ? ['spellcheck', 'cj_assessment'] : ['spellcheck'],
    spellcheck: phaseState('pending_dependencies'),
    nlp: phaseState('skipped_by_user_config'),
    ai_feedback: phaseState('skipped_by_user_config'),
    cj_assessment: phaseState(withAssessment ? 'pending_dependencies' : 'skipped_by_user_config'),
    last_updated: now,
  };
}

/** Whether a phase has been dispatched that has not come to its end. */
export const isActive = (state: PipelineState): boolean =>
  kept.some((phase) => ['dispatch_initiated', 'in_progress'].includes(state[phase].status));

/** The state once the first of the phases has been dispatched for this many essays and the others wait for it. */
export function dispatched(
  state: PipelineState,
  phases: readonly string[],
  essays: number,
  now: string,
): PipelineState {
  const started: PipelineState = { ...state, requested_pipelines: [...phases], last_updated: now };
  for (const phase of kept) {
    if (phases.includes(phase)) started[phase] = phaseState('pending_dependencies');
  }
  const first = kept.find((phase) => phase === phases[0]);
  if (first === undefined) return started;
  started[first] = {
    ...phaseState('dispatch_initiated'),
    essay_counts: { total: essays, pending_dispatch_or_processing: essays, successful: 0, failed: 0 },
    started_at: now,
  };
  return started;
}
