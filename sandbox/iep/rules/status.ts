/** Contract 4.1. */
export const iepStatuses = ['draft', 'under_review', 'approved', 'active', 'expired', 'returned'] as const;
export type IepStatus = (typeof iepStatuses)[number];

export const progressStatuses = ['not_started', 'in_progress', 'mastered', 'discontinued'] as const;
export type ProgressStatus = (typeof progressStatuses)[number];

/** What DELETE writes; no request can. */
export const deletedStatus = 'deleted';

/** Whether the IEP and its list of goals may still be changed. */
export function isEditable(status: string | null): boolean {
  return status === 'draft' || status === 'returned';
}
