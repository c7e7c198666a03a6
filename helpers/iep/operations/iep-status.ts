import { z } from 'zod';

/** Status of an IEP in an answer (contract 4.1). */
export const iepStatuses = ['draft', 'under_review', 'approved', 'active', 'expired', 'returned'] as const;
export const IepStatus = z.enum(iepStatuses);
export type IepStatus = z.output<typeof IepStatus>;

/** Statuses in which an IEP can be edited and get goals (contract 4.3). */
export const editableStatuses = ['draft', 'returned'] as const satisfies readonly IepStatus[];
/** Statuses in which it cannot. */
export const closedStatuses = ['under_review', 'approved', 'active', 'expired'] as const satisfies readonly IepStatus[];

/** Status as the database and the version history hold it: a soft deletion writes a value of its own. */
export const StoredIepStatus = z.enum([...iepStatuses, 'deleted']);

/** Progress of a goal (contract 4.1). */
export const goalStatuses = ['not_started', 'in_progress', 'mastered', 'discontinued'] as const;
export const GoalStatus = z.enum(goalStatuses);
