import type { StudentView } from './students.ts';

/** Demonstration data, the same for every student but for the names and the grade (contract 3.2). */
export function profileOf({ id, first_name, last_name, grade_level }: StudentView): Record<string, unknown> {
  return {
    student: { id, firstName: first_name, lastName: last_name, grade: grade_level },
    goals: [
      { id: 'goal-1', title: 'Reading Comprehension', progress: 75, status: 'on_track' },
      { id: 'goal-2', title: 'Math Problem Solving', progress: 60, status: 'needs_attention' },
    ],
    iep: { status: 'active', completionPercentage: 85, nextReview: '2025-06-15' },
    activities: [{ id: 'activity-1', type: 'assessment', title: 'Reading assessment completed' }],
    progressMetrics: { overall: 72, academic: 78, behavioral: 68 },
    lastUpdated: new Date().toISOString(),
  };
}
